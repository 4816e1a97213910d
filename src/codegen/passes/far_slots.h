// Frames in which a slot must be near.
//
// Where a load or store reaches only so far from the stack pointer, LLVM keeps
// a slot in the frame, to free the register with which it reaches all else. It
// is next to the stack pointer, but above what a call passes on the stack; if
// that is much, the slot is out of reach ("Incomplete scavenging after 2nd
// pass"). With a frame pointer it is next to that, and nothing comes between.
#ifndef WASM2MPY_CODEGEN_PASSES_FAR_SLOTS_H_
#define WASM2MPY_CODEGEN_PASSES_FAR_SLOTS_H_

#include <llvm/IR/PassManager.h>

#include "target/target.h"

namespace wasm2mpy::codegen {

class FarSlots : public llvm::PassInfoMixin<FarSlots> {
 public:
  explicit FarSlots(const target::Target& target) : target_(target) {}

  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }

 private:
  const target::Target& target_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_FAR_SLOTS_H_
