#include "codegen/pipeline_parts.h"

#include <cstddef>
#include <memory>
#include <utility>

#include <llvm/Analysis/GlobalsModRef.h>
#include <llvm/Analysis/ProfileSummaryInfo.h>
#include <llvm/Transforms/IPO/FunctionAttrs.h>
#include <llvm/Transforms/IPO/Inliner.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/DFAJumpThreading.h>
#include <llvm/Transforms/Scalar/InstSimplifyPass.h>
#include <llvm/Transforms/Scalar/LICM.h>
#include <llvm/Transforms/Utils/LoopSimplify.h>

#include "codegen/passes/budget.h"
#include "codegen/passes/check_elimination.h"
#include "codegen/passes/check_hoisting.h"
#include "codegen/passes/check_widening.h"
#include "codegen/passes/for_speed.h"
#include "codegen/passes/inlining_depth.h"

namespace wasm2mpy::codegen {
namespace {

// InstCombine moves what has one use down to it, one block at a time, where
// there is no other way to the next block. 6,800 loads by one index took 22 s.
constexpr size_t kLongestChain = 800;

}  // namespace

llvm::PreservedAnalyses RotateLoops::run(
    llvm::Loop& loop, llvm::LoopAnalysisManager& analyses,
    llvm::LoopStandardAnalysisResults& results, llvm::LPMUpdater& updater) {
  constexpr unsigned kMostBlocksOfLoop = 500;
  if (loop.getNumBlocks() <= kMostBlocksOfLoop)
    return pass_.run(loop, analyses, results, updater);
  note_fewer_passes(*loop.getHeader()->getParent());
  return llvm::PreservedAnalyses::all();
}

void add_to_each(Modules& modules, Functions functions) {
  modules.addPass(llvm::createModuleToFunctionPassAdaptor(
      std::move(functions), /*EagerlyInvalidate=*/true));
}

llvm::SimplifyCFGOptions ranges() {
  return llvm::SimplifyCFGOptions().convertSwitchRangeToICmp(true);
}

llvm::SimplifyCFGOptions shared_code() {
  return ranges()
      .convertSwitchToArithmetic(true)
      .hoistCommonInsts(true)
      .sinkCommonInsts(true);
}

llvm::SimplifyCFGOptions lookup_tables() {
  return shared_code()
      .forwardSwitchCondToPhi(true)
      .convertSwitchToLookupTable(true)
      .needCanonicalLoops(false);
}

llvm::SimplifyCFGOptions selects() {
  return ranges()
      .convertSwitchToArithmetic(true)
      .hoistLoadsStoresWithCondFaulting(true)
      .speculateUnpredictables(true);
}

void add_to_loops(Functions& functions, Loops loops, bool uses_memory_ssa) {
  functions.addPass(
      Within({.loops = kMostLoops}, llvm::createFunctionToLoopPassAdaptor(
                                        std::move(loops), uses_memory_ssa)));
}

void move_out_of_loops(Functions& functions) {
  Loops loops;
  loops.addPass(llvm::LICMPass(llvm::LICMOptions()));
  functions.addPass(llvm::createFunctionToLoopPassAdaptor(
      std::move(loops), /*UseMemorySSA=*/true));
}

void combine(Functions& functions) {
  functions.addPass(Within({.chain = kLongestChain},
                           WithoutChecks(llvm::InstCombinePass()),
                           llvm::InstSimplifyPass()));
}

void check_passes(Functions& functions, const target::Target& target) {
  // A switch in a loop jumps straight to the next state. LLVM leaves functions
  // alone that are optimised for size.
  if (target.threads_switches) {
    functions.addPass(ForSpeed(llvm::DFAJumpThreadingPass()));
  } else {
    functions.addPass(llvm::DFAJumpThreadingPass());
  }
  functions.addPass(CheckWidening());
  functions.addPass(CheckElimination());
  functions.addPass(llvm::LoopSimplifyPass());
  functions.addPass(CheckHoisting());
}

void inline_and_simplify(Modules& modules, const llvm::InlineParams& params,
                         Functions simplify) {
  llvm::ModuleInlinerWrapperPass inliner(params);
  inliner.addModulePass(
      llvm::RequireAnalysisPass<llvm::GlobalsAA, llvm::Module>());
  inliner.addModulePass(llvm::createModuleToFunctionPassAdaptor(
      llvm::InvalidateAnalysisPass<llvm::AAManager>()));
  inliner.addModulePass(
      llvm::RequireAnalysisPass<llvm::ProfileSummaryAnalysis, llvm::Module>());
  auto depths = std::make_shared<InliningDepths>();
  inliner.addModulePass(NoteCalls(depths));
  llvm::CGSCCPassManager& calls = inliner.getPM();
  calls.addPass(llvm::PostOrderFunctionAttrsPass(/*SkipNonRecursive=*/true));
  calls.addPass(llvm::createCGSCCToFunctionPassAdaptor(
      std::move(simplify), /*EagerlyInvalidate=*/true, /*NoRerun=*/true));
  calls.addPass(llvm::PostOrderFunctionAttrsPass());
  calls.addPass(BoundInlining(depths));
  // Marks what is done, for NoRerun.
  calls.addPass(llvm::createCGSCCToFunctionPassAdaptor(
      llvm::RequireAnalysisPass<llvm::ShouldNotRunFunctionPassesAnalysis,
                                llvm::Function>()));
  modules.addPass(std::move(inliner));
}

}  // namespace wasm2mpy::codegen
