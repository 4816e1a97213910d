// Has the code go past most of its polls (--interruptible).
#ifndef WASM2MPY_CODEGEN_PASSES_POLL_COUNTS_H_
#define WASM2MPY_CODEGEN_PASSES_POLL_COUNTS_H_

#include <cstdint>

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

class PollCounts : public llvm::PassInfoMixin<PollCounts> {
 public:
  // `counter`: the offset of that in the instance. `unrolls`: small loops may
  // become larger.
  PollCounts(uint32_t counter, bool unrolls)
      : counter_(counter), unrolls_(unrolls) {}

  llvm::PreservedAnalyses run(llvm::Module& module,
                              llvm::ModuleAnalysisManager& analyses);
  static bool isRequired() { return true; }

 private:
  uint32_t counter_;
  bool unrolls_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_POLL_COUNTS_H_
