// Changes of LLVM IR that Xtensa's code generator needs or gains from.
#ifndef WASM2MPY_CODEGEN_XTENSA_PREPARE_H_
#define WASM2MPY_CODEGEN_XTENSA_PREPARE_H_

#include <llvm/IR/Module.h>

namespace wasm2mpy::codegen::xtensa {

void prepare(llvm::Module& module);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_XTENSA_PREPARE_H_
