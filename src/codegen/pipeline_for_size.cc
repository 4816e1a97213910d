#include "codegen/pipeline_for_size.h"

#include <utility>

#include <llvm/Analysis/GlobalsModRef.h>
#include <llvm/Analysis/InlineCost.h>
#include <llvm/Transforms/IPO/ConstantMerge.h>
#include <llvm/Transforms/IPO/DeadArgumentElimination.h>
#include <llvm/Transforms/IPO/GlobalDCE.h>
#include <llvm/Transforms/IPO/GlobalOpt.h>
#include <llvm/Transforms/IPO/SCCP.h>
#include <llvm/Transforms/Scalar/BDCE.h>
#include <llvm/Transforms/Scalar/CorrelatedValuePropagation.h>
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
#include <llvm/Transforms/Scalar/Reassociate.h>
#include <llvm/Transforms/Scalar/SCCP.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>
#include <llvm/Transforms/Scalar/TailRecursionElimination.h>

#include "codegen/passes/error_inlining.h"
#include "codegen/passes/poll_counts.h"
#include "codegen/passes/short_loops.h"

namespace wasm2mpy::codegen {
namespace {

// What makes functions small enough to judge whether to inline them.
void tidy(Modules& modules) {
  Functions functions;
  functions.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  functions.addPass(llvm::EarlyCSEPass());
  add_to_each(modules, std::move(functions));
  modules.addPass(llvm::IPSCCPPass());
  modules.addPass(llvm::GlobalOptPass());
  Functions blocks;
  blocks.addPass(llvm::SimplifyCFGPass(ranges()));
  add_to_each(modules, std::move(blocks));
  modules.addPass(ErrorInlining());
}

void simplify_loops(Functions& functions, OptLevel level) {
  Loops loops;
  loops.addPass(RotateLoops(level != OptLevel::kOz));
  loops.addPass(llvm::LICMPass(llvm::LICMOptions()));
  loops.addPass(llvm::LoopIdiomRecognizePass());
  loops.addPass(llvm::IndVarSimplifyPass());
  loops.addPass(llvm::LoopDeletionPass());
  add_to_loops(functions, std::move(loops), /*uses_memory_ssa=*/true);
  functions.addPass(llvm::SimplifyCFGPass(ranges()));
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
  if (has_polls) functions.addPass(ShortLoops());
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

// What would be in the way of other passes if it were done earlier.
void finish(Modules& modules) {
  modules.addPass(llvm::DeadArgumentEliminationPass());
  modules.addPass(llvm::GlobalOptPass());
  modules.addPass(llvm::GlobalDCEPass());
  modules.addPass(llvm::RecomputeGlobalsAAPass());
  Functions functions;
  functions.addPass(llvm::SimplifyCFGPass(lookup_tables()));
  functions.addPass(llvm::InferAlignmentPass());
  functions.addPass(llvm::InstSimplifyPass());
  functions.addPass(llvm::DivRemPairsPass());
  functions.addPass(llvm::SimplifyCFGPass(selects()));
  add_to_each(modules, std::move(functions));
  modules.addPass(llvm::ConstantMergePass());
}

}  // namespace

void optimise_for_size(Modules& modules, const target::Target& target,
                       OptLevel level, Contents contents) {
  tidy(modules);
  inline_and_simplify(
      modules,
      llvm::getInlineParams(2, /*SizeOptLevel=*/level == OptLevel::kOz ? 2 : 1),
      simplify(target, level, contents.polls));
  if (contents.polls)
    modules.addPass(PollCounts(contents.poll_work, level != OptLevel::kOz));
  finish(modules);
}

}  // namespace wasm2mpy::codegen
