// The boundary of a function that throws: what others than the module's own
// code call of it.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_BOUNDARY_H_
#define WASM2MPY_CODEGEN_TRANSLATE_BOUNDARY_H_

#include <cstdint>

#include "codegen/context.h"

namespace wasm2mpy::codegen {

// A function of the same type that raises a Python exception where the own
// function with that index notes one.
llvm::Function* define_boundary(Context& context, uint32_t function);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_BOUNDARY_H_
