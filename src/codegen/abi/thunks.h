// The bridges between the C calling convention and WebAssembly's, one of each
// per function type: `enter` calls a function with operands from an array of
// slots, `leave` is the code of a Python callable (see rt_type in
// runtime/rt.h); `guard` calls what is outside of the module so that a Python
// exception is noted in the instance.
#ifndef WASM2MPY_CODEGEN_ABI_THUNKS_H_
#define WASM2MPY_CODEGEN_ABI_THUNKS_H_

#include "codegen/context.h"

namespace wasm2mpy::codegen {

llvm::Function* make_enter(Context& context, const wasm::FuncType& type);
// `tells`: a trap that passes is told so.
llvm::Function* make_leave(Context& context, const wasm::FuncType& type,
                           bool tells);
// Calls the rt_func that is at the offset `reference` in the instance.
llvm::Function* make_guard(Context& context, const wasm::FuncType& type,
                           uint32_t reference);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_THUNKS_H_
