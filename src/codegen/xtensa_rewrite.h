// Makes the code of one function smaller without changing what it does.
#ifndef WASM2MPY_CODEGEN_XTENSA_REWRITE_H_
#define WASM2MPY_CODEGEN_XTENSA_REWRITE_H_

#include "codegen/xtensa_assembly.h"

namespace wasm2mpy::codegen::xtensa {

void rewrite(Function& function);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_XTENSA_REWRITE_H_
