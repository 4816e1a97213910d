// Changes of LLVM IR that Xtensa's code generator needs or gains from.
#ifndef WASM2MPY_CODEGEN_XTENSA_PREPARE_H_
#define WASM2MPY_CODEGEN_XTENSA_PREPARE_H_

#include <llvm/IR/Module.h>

namespace wasm2mpy::codegen::xtensa {

// `has_division`: the core divides 32-bit integers.
void prepare(llvm::Module& module, bool has_division);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_XTENSA_PREPARE_H_
