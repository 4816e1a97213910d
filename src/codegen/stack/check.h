// Code that compares the native stack pointer with the limit.
#ifndef WASM2MPY_CODEGEN_STACK_CHECK_H_
#define WASM2MPY_CODEGEN_STACK_CHECK_H_

#include "codegen/context.h"

namespace wasm2mpy::codegen {

// Traps when fewer than `ahead` bytes are left below the frame of the function
// under construction.
void emit_stack_check(Context& context, Builder& builder, llvm::Value* instance,
                      uint32_t ahead);

// Defines the function that checks for a function with a large frame and then
// calls it, or jumps to it where it can.
void define_check_ahead(Context& context, uint32_t function);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_STACK_CHECK_H_
