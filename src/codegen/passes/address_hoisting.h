// Takes the constant part of addresses out of loops.
#ifndef WASM2MPY_CODEGEN_PASSES_ADDRESS_HOISTING_H_
#define WASM2MPY_CODEGEN_PASSES_ADDRESS_HOISTING_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

// To be run last: LLVM's own passes put such constants behind all else.
struct AddressHoisting : llvm::PassInfoMixin<AddressHoisting> {
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_ADDRESS_HOISTING_H_
