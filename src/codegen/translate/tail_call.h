// Tail calls on targets whose code generator cannot promise them.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_TAIL_CALL_H_
#define WASM2MPY_CODEGEN_TRANSLATE_TAIL_CALL_H_

#include "codegen/context.h"

namespace wasm2mpy::codegen {

// Defines the function that stands for a function with tail calls: it runs
// the body and then what the body left to be called.
void define_trampoline(Context& context, uint32_t function);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_TAIL_CALL_H_
