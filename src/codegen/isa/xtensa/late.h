// Changes of LLVM IR after LLVM's own last ones, before instructions are
// selected for Xtensa.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_LATE_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_LATE_H_

#include <llvm/IR/Function.h>

namespace wasm2mpy::codegen::xtensa {

// Has every code generator for Xtensa make them. To be called once.
void register_late_changes();

// An addition with its overflow becomes an addition and a comparison, at the
// place where that is used.
bool compare_overflows(llvm::Function& function);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_LATE_H_
