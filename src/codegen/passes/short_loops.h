// A loop that is known to end after a few rounds needs no poll
// (--interruptible).
#ifndef WASM2MPY_CODEGEN_PASSES_SHORT_LOOPS_H_
#define WASM2MPY_CODEGEN_PASSES_SHORT_LOOPS_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

class ShortLoops : public llvm::PassInfoMixin<ShortLoops> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_SHORT_LOOPS_H_
