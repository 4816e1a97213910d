// Calls for accesses outside of the views of a lean memory become inline
// assembly that leaves registers alone.
#ifndef WASM2MPY_CODEGEN_PASSES_FAR_ACCESS_H_
#define WASM2MPY_CODEGEN_PASSES_FAR_ACCESS_H_

#include <llvm/IR/PassManager.h>

#include "target/target.h"

namespace wasm2mpy::codegen {

// One of the last passes: LLVM knows what the calls do, and not the assembly.
class FarAccess : public llvm::PassInfoMixin<FarAccess> {
 public:
  // `aligns_stack`: as for a call, so that a trap knows where the frames are.
  FarAccess(const target::FarCode& code, bool aligns_stack)
      : code_(&code), aligns_stack_(aligns_stack) {}
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }

 private:
  const target::FarCode* code_;
  bool aligns_stack_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_FAR_ACCESS_H_
