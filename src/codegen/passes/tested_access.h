// Loads and stores that may be misaligned, on cores where they fault: each
// tests its address, and calls __rt_misaligned if it is not aligned.
#ifndef WASM2MPY_CODEGEN_PASSES_TESTED_ACCESS_H_
#define WASM2MPY_CODEGEN_PASSES_TESTED_ACCESS_H_

#include <llvm/IR/Instructions.h>
#include <llvm/IR/PassManager.h>

#include "target/target.h"

namespace wasm2mpy::codegen {

// Has the code generator make the access of bytes, because it is likely to be
// misaligned.
void make_of_bytes(llvm::Instruction& access);

// The last of all passes, because LLVM cannot see what the inline assembly does
// that it makes of each access.
class TestedAccess : public llvm::PassInfoMixin<TestedAccess> {
 public:
  explicit TestedAccess(const target::AccessCode& code) : code_(&code) {}
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }

 private:
  const target::AccessCode* code_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_TESTED_ACCESS_H_
