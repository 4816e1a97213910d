// Loops that step through addresses in place of indices.
#ifndef WASM2MPY_CODEGEN_PASSES_STRENGTH_REDUCTION_H_
#define WASM2MPY_CODEGEN_PASSES_STRENGTH_REDUCTION_H_

#include <llvm/IR/PassManager.h>

#include "target/target.h"

namespace wasm2mpy::codegen {

// LLVM's loop strength reduction, in the loops of the module's functions that
// the target wants and in all of the runtime. To be run last, in place of the
// same pass of the code generator, which takes every loop and costs more time.
class StrengthReduction : public llvm::PassInfoMixin<StrengthReduction> {
 public:
  explicit StrengthReduction(const target::Target& target)
      : loops_(target.stepping_loops),
        compares_addresses_(target.compares_addresses) {}

  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);

 private:
  target::SteppingLoops loops_;
  bool compares_addresses_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_STRENGTH_REDUCTION_H_
