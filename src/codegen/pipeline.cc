#include "codegen/pipeline.h"

#include <memory>
#include <utility>

#include <llvm/Analysis/GlobalsModRef.h>
#include <llvm/Analysis/InlineCost.h>
#include <llvm/Analysis/ProfileSummaryInfo.h>
#include <llvm/Transforms/IPO/ConstantMerge.h>
#include <llvm/Transforms/IPO/DeadArgumentElimination.h>
#include <llvm/Transforms/IPO/FunctionAttrs.h>
#include <llvm/Transforms/IPO/GlobalDCE.h>
#include <llvm/Transforms/IPO/GlobalOpt.h>
#include <llvm/Transforms/IPO/Inliner.h>
#include <llvm/Transforms/IPO/Internalize.h>
#include <llvm/Transforms/IPO/SCCP.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/BDCE.h>
#include <llvm/Transforms/Scalar/CorrelatedValuePropagation.h>
#include <llvm/Transforms/Scalar/DFAJumpThreading.h>
#include <llvm/Transforms/Scalar/DivRemPairs.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/GVN.h>
#include <llvm/Transforms/Scalar/IndVarSimplify.h>
#include <llvm/Transforms/Scalar/InferAlignment.h>
#include <llvm/Transforms/Scalar/InstSimplifyPass.h>
#include <llvm/Transforms/Scalar/JumpThreading.h>
#include <llvm/Transforms/Scalar/LICM.h>
#include <llvm/Transforms/Scalar/LoopDeletion.h>
#include <llvm/Transforms/Scalar/LoopIdiomRecognize.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/LoopRotation.h>
#include <llvm/Transforms/Scalar/Reassociate.h>
#include <llvm/Transforms/Scalar/SCCP.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>
#include <llvm/Transforms/Scalar/TailRecursionElimination.h>
#include <llvm/Transforms/Utils/LoopSimplify.h>

#include "codegen/abi/layout.h"
#include "codegen/passes/address_hoisting.h"
#include "codegen/passes/alignment_proof.h"
#include "codegen/passes/block_order.h"
#include "codegen/passes/block_size.h"
#include "codegen/passes/budget.h"
#include "codegen/passes/check_elimination.h"
#include "codegen/passes/check_hoisting.h"
#include "codegen/passes/check_widening.h"
#include "codegen/passes/error_inlining.h"
#include "codegen/passes/far_access.h"
#include "codegen/passes/far_slots.h"
#include "codegen/passes/for_speed.h"
#include "codegen/passes/inlining_depth.h"
#include "codegen/passes/many_calls.h"
#include "codegen/passes/near_traps.h"
#include "codegen/passes/no_literals.h"
#include "codegen/passes/relative_tables.h"
#include "codegen/passes/scalar_vectors.h"
#include "codegen/passes/short_loops.h"
#include "codegen/passes/strength_reduction.h"
#include "codegen/passes/switch_edges.h"
#include "codegen/passes/tested_access.h"

namespace wasm2mpy::codegen {
namespace {

using Functions = llvm::FunctionPassManager;
using Modules = llvm::ModulePassManager;

// What one loop leaves behind is the start of the next: with each of them in
// sequence the expressions that describe it become larger: 0.8 s for 430 loops.
constexpr size_t kMostLoops = 200;

// InstCombine moves what has one use down to it, one block at a time, where
// there is no other way to the next block. 6,800 loads by one index took 22 s.
constexpr size_t kLongestChain = 800;

// Copies the header of a loop in front of it. One with so many blocks is that
// of a state machine or an interpreter, which gains nothing; each copy costs a
// walk through all of them, 55 s for the lexer of a grammar with 545 KB.
class RotateLoops : public llvm::PassInfoMixin<RotateLoops> {
 public:
  explicit RotateLoops(bool copies_headers) : pass_(copies_headers) {}

  llvm::PreservedAnalyses run(llvm::Loop& loop,
                              llvm::LoopAnalysisManager& analyses,
                              llvm::LoopStandardAnalysisResults& results,
                              llvm::LPMUpdater& updater) {
    constexpr unsigned kMostBlocksOfLoop = 500;
    if (loop.getNumBlocks() <= kMostBlocksOfLoop)
      return pass_.run(loop, analyses, results, updater);
    note_fewer_passes(*loop.getHeader()->getParent());
    return llvm::PreservedAnalyses::all();
  }

 private:
  llvm::LoopRotatePass pass_;
};

llvm::OptimizationLevel pass_level(OptLevel level) {
  switch (level) {
    case OptLevel::kO0:
      return llvm::OptimizationLevel::O0;
    case OptLevel::kO1:
      return llvm::OptimizationLevel::O1;
    case OptLevel::kO2:
      return llvm::OptimizationLevel::O2;
    case OptLevel::kOs:
      return llvm::OptimizationLevel::Os;
    case OptLevel::kOz:
      return llvm::OptimizationLevel::Oz;
  }
  std::unreachable();
}

auto each(Functions functions) {
  return llvm::createModuleToFunctionPassAdaptor(std::move(functions),
                                                 /*EagerlyInvalidate=*/true);
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

// What is left of WebAssembly's checks, once loops and ranges are plain.
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

// What makes functions small enough to judge whether to inline them.
void tidy(Modules& modules) {
  Functions functions;
  functions.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  functions.addPass(llvm::EarlyCSEPass());
  modules.addPass(each(std::move(functions)));
  modules.addPass(llvm::IPSCCPPass());
  modules.addPass(llvm::GlobalOptPass());
  modules.addPass(llvm::createModuleToFunctionPassAdaptor(
      llvm::SimplifyCFGPass(ranges()), /*EagerlyInvalidate=*/true));
  modules.addPass(ErrorInlining());
}

void simplify_loops(Functions& functions, OptLevel level) {
  llvm::LoopPassManager loops;
  loops.addPass(RotateLoops(level != OptLevel::kOz));
  loops.addPass(llvm::LICMPass(llvm::LICMOptions()));
  loops.addPass(llvm::LoopIdiomRecognizePass());
  loops.addPass(llvm::IndVarSimplifyPass());
  loops.addPass(llvm::LoopDeletionPass());
  functions.addPass(Within({.loops = kMostLoops},
                           llvm::createFunctionToLoopPassAdaptor(
                               std::move(loops), /*UseMemorySSA=*/true)));
  functions.addPass(llvm::SimplifyCFGPass(ranges()));
}

void move_out_of_loops(Functions& functions) {
  llvm::LoopPassManager loops;
  loops.addPass(llvm::LICMPass(llvm::LICMOptions()));
  functions.addPass(llvm::createFunctionToLoopPassAdaptor(
      std::move(loops), /*UseMemorySSA=*/true));
}

void combine(Functions& functions) {
  functions.addPass(Within({.chain = kLongestChain},
                           WithoutChecks(llvm::InstCombinePass()),
                           llvm::InstSimplifyPass()));
}

// Of a function into which was inlined what is worth it.
Functions simplify(const target::Target& target, OptLevel level,
                   bool has_polls) {
  Functions functions;
  functions.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  functions.addPass(llvm::EarlyCSEPass(/*UseMemorySSA=*/true));
  functions.addPass(llvm::JumpThreadingPass());
  functions.addPass(llvm::CorrelatedValuePropagationPass());
  functions.addPass(llvm::SimplifyCFGPass(ranges()));
  combine(functions);
  functions.addPass(llvm::TailCallElimPass());
  functions.addPass(llvm::ReassociatePass());
  if (has_polls) {
    functions.addPass(ShortLoops());
    functions.addPass(llvm::SimplifyCFGPass(ranges()));
  }
  simplify_loops(functions, level);
  // No copies of code for values that only some ways to it have at hand.
  functions.addPass(
      llvm::GVNPass(llvm::GVNOptions().setPRE(false).setLoadPRE(false)));
  functions.addPass(llvm::SCCPPass());
  functions.addPass(llvm::BDCEPass());
  combine(functions);
  move_out_of_loops(functions);
  check_passes(functions, target);
  return functions;
}

// From what is called to what calls it.
void inline_and_simplify(Modules& modules, const target::Target& target,
                         OptLevel level, bool has_polls) {
  llvm::ModuleInlinerWrapperPass inliner(
      llvm::getInlineParams(2, level == OptLevel::kOz ? 2 : 1));
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
      simplify(target, level, has_polls), /*EagerlyInvalidate=*/true,
      /*NoRerun=*/true));
  calls.addPass(llvm::PostOrderFunctionAttrsPass());
  calls.addPass(BoundInlining(depths));
  // Marks what is done, for NoRerun.
  calls.addPass(llvm::createCGSCCToFunctionPassAdaptor(
      llvm::RequireAnalysisPass<llvm::ShouldNotRunFunctionPassesAnalysis,
                                llvm::Function>()));
  modules.addPass(std::move(inliner));
}

// What would be in the way of other passes if it were done earlier.
void finish(Modules& modules) {
  modules.addPass(llvm::DeadArgumentEliminationPass());
  modules.addPass(llvm::GlobalOptPass());
  modules.addPass(llvm::GlobalDCEPass());
  modules.addPass(llvm::RecomputeGlobalsAAPass());
  Functions functions;
  functions.addPass(llvm::SimplifyCFGPass(shared_code()
                                              .forwardSwitchCondToPhi(true)
                                              .convertSwitchToLookupTable(true)
                                              .needCanonicalLoops(false)));
  functions.addPass(llvm::InferAlignmentPass());
  functions.addPass(llvm::InstSimplifyPass());
  functions.addPass(llvm::DivRemPairsPass());
  functions.addPass(
      llvm::SimplifyCFGPass(ranges()
                                .convertSwitchToArithmetic(true)
                                .hoistLoadsStoresWithCondFaulting(true)
                                .speculateUnpredictables(true)));
  modules.addPass(each(std::move(functions)));
  modules.addPass(llvm::ConstantMergePass());
}

// LLVM's own pipeline, for speed and -O1.
Modules llvms_pipeline(llvm::PassBuilder& builder, const target::Target& target,
                       OptLevel level, bool has_polls) {
  builder.registerScalarOptimizerLateEPCallback(
      [&, has_polls](Functions& functions, llvm::OptimizationLevel) {
        if (has_polls) functions.addPass(ShortLoops());
        check_passes(functions, target);
      });
  auto depths = std::make_shared<InliningDepths>();
  builder.registerPipelineEarlySimplificationEPCallback(
      [=](Modules& modules, llvm::OptimizationLevel, llvm::ThinOrFullLTOPhase) {
        modules.addPass(NoteCalls(depths));
      });
  builder.registerCGSCCOptimizerLateEPCallback(
      [=](llvm::CGSCCPassManager& calls, llvm::OptimizationLevel) {
        calls.addPass(BoundInlining(depths));
      });
  bound_passes(*builder.getPassInstrumentationCallbacks(),
               {.loops = kMostLoops, .chain = kLongestChain});
  return builder.buildPerModuleDefaultPipeline(pass_level(level));
}

}  // namespace

// For size, the default, it is a list of our own: compilers have optimised the
// module already, and most rounds of LLVM's pipeline find little. What single
// passes are worth is in bench/README.md. For speed and -O1 it is LLVM's.
Modules make_pipeline(llvm::PassBuilder& builder, const target::Target& target,
                      OptLevel level, Contents contents) {
  Modules modules;
  if (contents.vectors && !target.has_vectors)
    modules.addPass(llvm::createModuleToFunctionPassAdaptor(ScalarVectors()));
  drop_unused(modules, level);
  modules.addPass(llvm::createModuleToFunctionPassAdaptor(ManyCalls()));
  if (is_for_size(level)) {
    tidy(modules);
    inline_and_simplify(modules, target, level, contents.polls);
    finish(modules);
  } else if (level == OptLevel::kO0) {
    modules.addPass(builder.buildO0DefaultPipeline(pass_level(level)));
  } else {
    modules.addPass(llvms_pipeline(builder, target, level, contents.polls));
  }
  modules.addPass(llvm::GlobalDCEPass());
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
  if (target.far_code) {
    modules.addPass(
        llvm::createModuleToFunctionPassAdaptor(FarAccess(*target.far_code)));
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
