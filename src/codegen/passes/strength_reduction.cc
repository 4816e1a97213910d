#include "codegen/passes/strength_reduction.h"

#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/LoopStrengthReduce.h>
#include <llvm/Transforms/Scalar/LoopTermFold.h>

#include "codegen/codegen.h"
#include "codegen/passes/for_speed.h"

namespace wasm2mpy::codegen {
namespace {

using target::SteppingLoops;

struct ChosenLoops : llvm::PassInfoMixin<ChosenLoops> {
  llvm::PreservedAnalyses run(llvm::Loop& loop,
                              llvm::LoopAnalysisManager& analyses,
                              llvm::LoopStandardAnalysisResults& results,
                              llvm::LPMUpdater& updater) {
    if (loops == SteppingLoops::kNone ||
        (loops == SteppingLoops::kOfOneBlock && loop.getNumBlocks() != 1))
      return llvm::PreservedAnalyses::all();
    return llvm::LoopStrengthReducePass().run(loop, analyses, results, updater);
  }

  SteppingLoops loops;
};

}  // namespace

// Of a loop that is left as it is, the code generator still needs the
// canonical form.
llvm::PreservedAnalyses StrengthReduction::run(
    llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  llvm::LoopPassManager passes;
  passes.addPass(ChosenLoops{.loops = is_module_function(function.getName())
                                          ? loops_
                                          : SteppingLoops::kAll});
  if (compares_addresses_) passes.addPass(llvm::LoopTermFoldPass());
  auto pass = llvm::createFunctionToLoopPassAdaptor(std::move(passes));
  if (function.hasMinSize()) return pass.run(function, analyses);
  return ForSpeed(std::move(pass)).run(function, analyses);
}

}  // namespace wasm2mpy::codegen
