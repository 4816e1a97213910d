// For targets without vectors: makes scalars of all operations on vectors,
// before any other pass, so that all of them see what there is to see. What
// stays are vectors that functions pass and return, which are taken apart when
// instructions are selected.
#ifndef WASM2MPY_CODEGEN_PASSES_SCALAR_VECTORS_H_
#define WASM2MPY_CODEGEN_PASSES_SCALAR_VECTORS_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

struct ScalarVectors : llvm::PassInfoMixin<ScalarVectors> {
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_SCALAR_VECTORS_H_
