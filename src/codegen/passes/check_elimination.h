// Removes the checks of linear memory that earlier ones imply.
#ifndef WASM2MPY_CODEGEN_PASSES_CHECK_ELIMINATION_H_
#define WASM2MPY_CODEGEN_PASSES_CHECK_ELIMINATION_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

// Leaves branches with a constant condition for SimplifyCFG.
struct CheckElimination : llvm::PassInfoMixin<CheckElimination> {
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_CHECK_ELIMINATION_H_
