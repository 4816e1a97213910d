// rt_init: what happens when an instance is made, after the runtime has bound
// the imports and made memories, tables and exported globals.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_INIT_H_
#define WASM2MPY_CODEGEN_TRANSLATE_INIT_H_

#include "codegen/context.h"

namespace wasm2mpy::codegen {

// Defines rt_init; false if there is nothing to do.
bool define_init(Context& context);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_INIT_H_
