#include "codegen/pipeline.h"

#include <utility>

#include <llvm/Transforms/IPO/GlobalDCE.h>
#include <llvm/Transforms/IPO/Internalize.h>
#include <llvm/Transforms/IPO/SCCP.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include "codegen/abi/layout.h"
#include "codegen/passes/address_hoisting.h"
#include "codegen/passes/alignment_proof.h"
#include "codegen/passes/block_order.h"
#include "codegen/passes/block_size.h"
#include "codegen/passes/budget.h"
#include "codegen/passes/far_access.h"
#include "codegen/passes/far_slots.h"
#include "codegen/passes/many_calls.h"
#include "codegen/passes/near_traps.h"
#include "codegen/passes/no_literals.h"
#include "codegen/passes/poll_counts.h"
#include "codegen/passes/relative_tables.h"
#include "codegen/passes/scalar_vectors.h"
#include "codegen/passes/strength_reduction.h"
#include "codegen/passes/switch_edges.h"
#include "codegen/passes/tested_access.h"
#include "codegen/pipeline_for_size.h"
#include "codegen/pipeline_for_speed.h"

namespace wasm2mpy::codegen {
namespace {

// Percent of the accesses by pointers that look for themselves (OpenAccess).
// With more than a half, on armv6m, text grows and nothing gets faster.
constexpr unsigned kOpenedForSize = 50;
constexpr unsigned kOpenedForSpeed = 100;

// Only the entry is needed, and what it needs.
void drop_unused(Modules& modules, OptLevel level) {
  modules.addPass(llvm::InternalizePass([](const llvm::GlobalValue& value) {
    return value.getName() == llvm::StringRef(kEntrySymbol);
  }));
  // The other levels propagate constants later.
  if (level == OptLevel::kO0) modules.addPass(llvm::IPSCCPPass());
  modules.addPass(
      llvm::createModuleToFunctionPassAdaptor(llvm::SimplifyCFGPass()));
  modules.addPass(llvm::GlobalDCEPass());
}

}  // namespace

Modules make_pipeline(const target::Target& target, OptLevel level,
                      Contents contents) {
  Modules modules;
  if (contents.vectors && !target.has_vectors)
    modules.addPass(llvm::createModuleToFunctionPassAdaptor(ScalarVectors()));
  drop_unused(modules, level);
  modules.addPass(llvm::createModuleToFunctionPassAdaptor(ManyCalls()));
  if (is_for_size(level)) {
    optimise_for_size(modules, target, level, contents);
  } else if (level != OptLevel::kO0) {
    optimise_for_speed(modules, target, level, contents);
  } else if (contents.polls) {
    modules.addPass(PollCounts(contents.poll_work, /*unrolls=*/false));
  }
  modules.addPass(llvm::GlobalDCEPass());
  if (contents.stack) modules.addPass(StackAccess(*contents.stack));
  if (contents.view) {
    modules.addPass(
        OpenAccess(*target.look_code, *contents.view,
                   is_for_size(level) ? kOpenedForSize : kOpenedForSpeed));
  }
  if (level != OptLevel::kO0) {
    modules.addPass(llvm::createModuleToFunctionPassAdaptor(AddressHoisting()));
  }
  if (target.data_in_text) modules.addPass(RelativeTables());
  if (level != OptLevel::kO0) {
    modules.addPass(llvm::createModuleToFunctionPassAdaptor(
        Within({.loops = kMostLoops}, StrengthReduction(target))));
  }
  if (target.misaligned != target::Misaligned::kWorks)
    modules.addPass(AlignmentProof());
  if (target.misaligned == target::Misaligned::kFaults) {
    modules.addPass(llvm::createModuleToFunctionPassAdaptor(
        TestedAccess(*target.access_code)));
  }
  if (contents.view) {
    modules.addPass(llvm::createModuleToFunctionPassAdaptor(
        InlineAccess(*target.look_code, contents.callers)));
  }
  if (target.far_code) {
    modules.addPass(llvm::createModuleToFunctionPassAdaptor(
        FarAccess(*target.far_code, contents.callers)));
  }
  if (target.stack_offset_reach != 0) {
    modules.addPass(llvm::createModuleToFunctionPassAdaptor(FarSlots(target)));
  }
  modules.addPass(llvm::createModuleToFunctionPassAdaptor(SwitchEdges()));
  modules.addPass(llvm::createModuleToFunctionPassAdaptor(BlockSize()));
  modules.addPass(llvm::createModuleToFunctionPassAdaptor(BlockOrder()));
  if (!target.no_literals_feature.empty()) {
    modules.addPass(llvm::createModuleToFunctionPassAdaptor(NearTraps()));
    modules.addPass(NoLiterals(target));
  }
  return modules;
}

}  // namespace wasm2mpy::codegen
