// Passes that LLVM leaves out, or that do less, in functions to be optimised
// for size. -Os means both, so what costs few bytes is done with it, too.
#ifndef WASM2MPY_CODEGEN_PASSES_FOR_SPEED_H_
#define WASM2MPY_CODEGEN_PASSES_FOR_SPEED_H_

#include <utility>

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

// Runs a function pass as if the function were optimised for speed; not at all
// in those that are to be as small as possible (-Oz).
class ForSpeed : public llvm::PassInfoMixin<ForSpeed> {
 public:
  template <typename Pass>
  explicit ForSpeed(Pass pass) {
    passes_.addPass(std::move(pass));
  }

  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);

 private:
  llvm::FunctionPassManager passes_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_FOR_SPEED_H_
