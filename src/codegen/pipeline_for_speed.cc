// LLVM has a list for these levels, and a tool that asks it for one is linked
// with all that can be in it: vectorisers, what profiles, coroutines, OpenMP,
// sanitizers and optimisation while linking need. That was a tenth of the tool.
// Here are, in its order, those of its passes that gain something: without the
// others no program of the bench or of examples/ is another one.
#include "codegen/pipeline_for_speed.h"

#include <utility>

#include <llvm/Analysis/GlobalsModRef.h>
#include <llvm/Transforms/AggressiveInstCombine/AggressiveInstCombine.h>
#include <llvm/Transforms/IPO/ConstantMerge.h>
#include <llvm/Transforms/IPO/DeadArgumentElimination.h>
#include <llvm/Transforms/IPO/FunctionAttrs.h>
#include <llvm/Transforms/IPO/GlobalDCE.h>
#include <llvm/Transforms/IPO/GlobalOpt.h>
#include <llvm/Transforms/IPO/SCCP.h>
#include <llvm/Transforms/Scalar/ADCE.h>
#include <llvm/Transforms/Scalar/BDCE.h>
#include <llvm/Transforms/Scalar/ConstraintElimination.h>
#include <llvm/Transforms/Scalar/CorrelatedValuePropagation.h>
#include <llvm/Transforms/Scalar/DeadStoreElimination.h>
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
#include <llvm/Transforms/Scalar/LoopInstSimplify.h>
#include <llvm/Transforms/Scalar/LoopSimplifyCFG.h>
#include <llvm/Transforms/Scalar/MemCpyOptimizer.h>
#include <llvm/Transforms/Scalar/MergedLoadStoreMotion.h>
#include <llvm/Transforms/Scalar/Reassociate.h>
#include <llvm/Transforms/Scalar/SCCP.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimpleLoopUnswitch.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>
#include <llvm/Transforms/Scalar/TailRecursionElimination.h>
#include <llvm/Transforms/Utils/RelLookupTableConverter.h>

#include "codegen/passes/poll_counts.h"
#include "codegen/passes/short_loops.h"

namespace wasm2mpy::codegen {
namespace {

// What makes functions small enough to judge whether to inline them.
void tidy(Modules& modules) {
  Functions functions;
  functions.addPass(llvm::SimplifyCFGPass());
  functions.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  functions.addPass(llvm::EarlyCSEPass());
  add_to_each(modules, std::move(functions));
  modules.addPass(
      llvm::IPSCCPPass(llvm::IPSCCPOptions(/*AllowFuncSpec=*/true)));
  modules.addPass(llvm::GlobalOptPass());
  Functions constants;
  combine(constants);
  constants.addPass(llvm::SimplifyCFGPass(ranges()));
  add_to_each(modules, std::move(constants));
}

void simplify_loops(Functions& functions, OptLevel level) {
  Loops loops;
  loops.addPass(llvm::LoopInstSimplifyPass());
  loops.addPass(llvm::LoopSimplifyCFGPass());
  // Less code in the header, before it is copied.
  llvm::LICMOptions what_is_certain;
  what_is_certain.AllowSpeculation = false;
  loops.addPass(llvm::LICMPass(what_is_certain));
  loops.addPass(RotateLoops(/*copies_headers=*/true));
  loops.addPass(llvm::LICMPass(llvm::LICMOptions()));
  loops.addPass(llvm::SimpleLoopUnswitchPass());
  add_to_loops(functions, std::move(loops), /*uses_memory_ssa=*/true);
  functions.addPass(llvm::SimplifyCFGPass(ranges()));
  combine(functions);
  Loops counts;
  counts.addPass(llvm::LoopIdiomRecognizePass());
  counts.addPass(llvm::IndVarSimplifyPass());
  if (level == OptLevel::kO2) {
    llvm::ExtraLoopPassManager<llvm::ShouldRunExtraSimpleLoopUnswitch> again;
    again.addPass(llvm::SimpleLoopUnswitchPass());
    counts.addPass(std::move(again));
  }
  counts.addPass(llvm::LoopDeletionPass());
  add_to_loops(functions, std::move(counts), /*uses_memory_ssa=*/false);
}

// Of a function into which was inlined what is worth it.
Functions simplify(const target::Target& target, OptLevel level,
                   bool has_polls) {
  const bool most = level == OptLevel::kO2;
  Functions functions;
  functions.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  functions.addPass(llvm::EarlyCSEPass(/*UseMemorySSA=*/true));
  if (most) {
    functions.addPass(llvm::JumpThreadingPass());
    functions.addPass(llvm::CorrelatedValuePropagationPass());
  }
  functions.addPass(llvm::SimplifyCFGPass(ranges()));
  combine(functions);
  if (most) {
    functions.addPass(llvm::AggressiveInstCombinePass());
    functions.addPass(llvm::TailCallElimPass());
  }
  functions.addPass(llvm::SimplifyCFGPass(ranges()));
  functions.addPass(llvm::ReassociatePass());
  if (most) functions.addPass(llvm::ConstraintEliminationPass());
  simplify_loops(functions, level);
  functions.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  if (most) {
    functions.addPass(llvm::MergedLoadStoreMotionPass());
    functions.addPass(llvm::GVNPass());
  } else {
    functions.addPass(llvm::MemCpyOptPass());
  }
  functions.addPass(llvm::SCCPPass());
  functions.addPass(llvm::BDCEPass());
  combine(functions);
  if (most) {
    functions.addPass(llvm::JumpThreadingPass());
    functions.addPass(llvm::CorrelatedValuePropagationPass());
    functions.addPass(llvm::ADCEPass());
    functions.addPass(llvm::MemCpyOptPass());
    functions.addPass(llvm::DSEPass());
    move_out_of_loops(functions);
  }
  if (has_polls) functions.addPass(ShortLoops());
  check_passes(functions, target);
  if (!most) functions.addPass(llvm::ADCEPass());
  functions.addPass(llvm::SimplifyCFGPass(most ? shared_code() : ranges()));
  combine(functions);
  return functions;
}

void finish_loops(Functions& functions) {
  Loops loops;
  loops.addPass(RotateLoops(/*copies_headers=*/true));
  loops.addPass(llvm::LoopDeletionPass());
  add_to_loops(functions, std::move(loops), /*uses_memory_ssa=*/false);
  functions.addPass(llvm::InferAlignmentPass());
  combine(functions);
}

// What would be in the way of other passes if it were done earlier.
void finish(Modules& modules) {
  modules.addPass(llvm::DeadArgumentEliminationPass());
  modules.addPass(llvm::GlobalOptPass());
  modules.addPass(llvm::GlobalDCEPass());
  modules.addPass(llvm::ReversePostOrderFunctionAttrsPass());
  modules.addPass(llvm::RecomputeGlobalsAAPass());
  Functions functions;
  finish_loops(functions);
  functions.addPass(llvm::SimplifyCFGPass(lookup_tables()));
  combine(functions);
  functions.addPass(llvm::InferAlignmentPass());
  combine(functions);
  move_out_of_loops(functions);
  functions.addPass(llvm::InstSimplifyPass());
  functions.addPass(llvm::DivRemPairsPass());
  functions.addPass(llvm::TailCallElimPass());
  functions.addPass(llvm::SimplifyCFGPass(selects()));
  add_to_each(modules, std::move(functions));
  modules.addPass(llvm::GlobalDCEPass());
  modules.addPass(llvm::ConstantMergePass());
  modules.addPass(llvm::RelLookupTableConverterPass());
}

}  // namespace

void optimise_for_speed(Modules& modules, const target::Target& target,
                        OptLevel level, Contents contents) {
  tidy(modules);
  inline_and_simplify(modules,
                      llvm::getInlineParams(level == OptLevel::kO1 ? 1 : 2,
                                            /*SizeOptLevel=*/0),
                      simplify(target, level, contents.polls));
  finish(modules);
  if (contents.polls)
    modules.addPass(PollCounts(contents.poll_work, /*unrolls=*/true));
}

}  // namespace wasm2mpy::codegen
