// Huge functions with each block behind one that leads to it. What lies on the
// way from a switch is before the block where it goes.
//
// The ends of nested blocks are made from the outside in and come to be from
// the inside out, so each is far from where it is used. LLVM places blocks
// anew, but not in huge functions (budget.h); there each branch would be a long
// one.
#ifndef WASM2MPY_CODEGEN_PASSES_BLOCK_ORDER_H_
#define WASM2MPY_CODEGEN_PASSES_BLOCK_ORDER_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

class BlockOrder : public llvm::PassInfoMixin<BlockOrder> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_BLOCK_ORDER_H_
