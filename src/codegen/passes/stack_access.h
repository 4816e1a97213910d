// Has accesses of a lean memory that lead into the linear stack look there
// first.
//
// Functions for accesses look into one window, and then into another one, which
// takes twice as long. Nearly every instruction leads always into the stack or
// never: a pointer is that of a variable of a caller, or one from the heap. So
// it is followed to where it comes from, through the arguments of functions.
// Where that is wrong the access takes longer and does the same.
#ifndef WASM2MPY_CODEGEN_PASSES_STACK_ACCESS_H_
#define WASM2MPY_CODEGEN_PASSES_STACK_ACCESS_H_

#include <cstdint>

#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

// Offsets in bytes.
struct StackPlace {
  uint32_t pointer;  // in an instance: the stack pointer
  // From the view in which functions for accesses look by themselves to that of
  // the stack: what is added to their first argument.
  uint32_t view;
};

class StackAccess : public llvm::PassInfoMixin<StackAccess> {
 public:
  explicit StackAccess(StackPlace place) : place_(place) {}
  llvm::PreservedAnalyses run(llvm::Module& module,
                              llvm::ModuleAnalysisManager& analyses);
  static bool isRequired() { return true; }

 private:
  StackPlace place_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_STACK_ACCESS_H_
