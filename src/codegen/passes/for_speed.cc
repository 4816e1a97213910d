#include "codegen/passes/for_speed.h"

#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/LoopStrengthReduce.h>

namespace wasm2mpy::codegen {

llvm::PreservedAnalyses ForSpeed::run(llvm::Function& function,
                                      llvm::FunctionAnalysisManager& analyses) {
  if (function.hasMinSize()) return llvm::PreservedAnalyses::all();
  bool is_for_size = function.hasOptSize();
  function.removeFnAttr(llvm::Attribute::OptimizeForSize);
  llvm::PreservedAnalyses preserved = passes_.run(function, analyses);
  if (is_for_size) function.addFnAttr(llvm::Attribute::OptimizeForSize);
  return preserved;
}

llvm::PreservedAnalyses FloatLoops::run(
    llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  bool has_floats = llvm::any_of(
      llvm::instructions(function), [](const llvm::Instruction& instruction) {
        return llvm::isa<llvm::LoadInst, llvm::StoreInst>(instruction) &&
               llvm::getLoadStoreType(&instruction)->isFloatingPointTy();
      });
  if (!has_floats) return llvm::PreservedAnalyses::all();
  return ForSpeed(llvm::createFunctionToLoopPassAdaptor(
                      llvm::LoopStrengthReducePass()))
      .run(function, analyses);
}

}  // namespace wasm2mpy::codegen
