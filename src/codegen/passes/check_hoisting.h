// Moves the checks that are the same in each round of a loop before it.
#ifndef WASM2MPY_CODEGEN_PASSES_CHECK_HOISTING_H_
#define WASM2MPY_CODEGEN_PASSES_CHECK_HOISTING_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

struct CheckHoisting : llvm::PassInfoMixin<CheckHoisting> {
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_CHECK_HOISTING_H_
