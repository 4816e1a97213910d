// Changes of LLVM IR that Xtensa's code generator needs or gains from.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_PREPARE_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_PREPARE_H_

#include <llvm/IR/Module.h>

namespace wasm2mpy::codegen::xtensa {

// What LLVM does not know of the core, or not at this point.
struct Core {
  bool has_division = false;     // of 32-bit integers
  bool splits_accesses = false;  // that are misaligned, so that they work
};

void prepare(llvm::Module& module, const Core& core);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_PREPARE_H_
