#include "codegen/passes/for_speed.h"

#include <llvm/IR/Function.h>

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

}  // namespace wasm2mpy::codegen
