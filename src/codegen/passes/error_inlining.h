// Makes one function of those that only lead to the raising of an exception.
#ifndef WASM2MPY_CODEGEN_PASSES_ERROR_INLINING_H_
#define WASM2MPY_CODEGEN_PASSES_ERROR_INLINING_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

// To be run before the inliner, when what is not used is gone.
struct ErrorInlining : llvm::PassInfoMixin<ErrorInlining> {
  llvm::PreservedAnalyses run(llvm::Module& module,
                              llvm::ModuleAnalysisManager& analyses);
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_ERROR_INLINING_H_
