#include "codegen/passes/scalar_vectors.h"

#include <llvm/Transforms/Scalar/Scalarizer.h>

namespace wasm2mpy::codegen {

llvm::PreservedAnalyses ScalarVectors::run(
    llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  llvm::ScalarizerPassOptions options;
  options.ScalarizeLoadStore = true;
  return llvm::ScalarizerPass(options).run(function, analyses);
}

}  // namespace wasm2mpy::codegen
