// Has a check of bounds test what the ones behind it would.
#ifndef WASM2MPY_CODEGEN_PASSES_CHECK_WIDENING_H_
#define WASM2MPY_CODEGEN_PASSES_CHECK_WIDENING_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

// CheckElimination removes those.
struct CheckWidening : llvm::PassInfoMixin<CheckWidening> {
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_CHECK_WIDENING_H_
