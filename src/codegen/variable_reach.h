// How far the variables of a program reach, as its code tells.
//
// A linker names the address of a zeroed array nowhere but in the code, and its
// size not at all. But most arrays are accessed by an index that has bounds: the
// rounds of a loop, a mask, a type of few bits.
#ifndef WASM2MPY_CODEGEN_VARIABLE_REACH_H_
#define WASM2MPY_CODEGEN_VARIABLE_REACH_H_

#include "analysis/memory_plan.h"
#include "codegen/context.h"

namespace wasm2mpy::codegen {

// `context` has the translation of all functions with an exact memory 0, and
// nothing else. Its functions are simplified.
VariableReach find_variable_reach(const Context& context);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_VARIABLE_REACH_H_
