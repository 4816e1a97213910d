// Huge functions with a place that traps near each check.
//
// A check branches to the only place of its function that traps so. Where
// literals have to be near (no_literals.h), so have the ends of conditional
// branches. One that does not reach becomes two. A copy of that place, a move
// and a call, is as large as one of those branches, and serves the checks near
// it.
#ifndef WASM2MPY_CODEGEN_PASSES_NEAR_TRAPS_H_
#define WASM2MPY_CODEGEN_PASSES_NEAR_TRAPS_H_

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

// After BlockOrder: what is near, is so in the order of the blocks.
class NearTraps : public llvm::PassInfoMixin<NearTraps> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_NEAR_TRAPS_H_
