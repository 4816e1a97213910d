// Huge functions in blocks of bounded size.
//
// LLVM selects instructions block by block, and for each addition it looks
// along the chain that the operands are in the same block: 85,000 additions in
// one took 84 s on armv6m. Huge functions (budget.h) have nothing before that
// would fold such a chain.
#ifndef WASM2MPY_CODEGEN_PASSES_BLOCK_SIZE_H_
#define WASM2MPY_CODEGEN_PASSES_BLOCK_SIZE_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

class BlockSize : public llvm::PassInfoMixin<BlockSize> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_BLOCK_SIZE_H_
