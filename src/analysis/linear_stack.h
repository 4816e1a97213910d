// How much of the stack in linear memory a program takes.
#ifndef WASM2MPY_ANALYSIS_LINEAR_STACK_H_
#define WASM2MPY_ANALYSIS_LINEAR_STACK_H_

#include <cstdint>

#include "analysis/facts.h"

namespace wasm2mpy::codegen {

// Bytes of the deepest chain of calls, a guess: functions that call each other
// in a circle go round it some times, and arrays of variable length are not
// seen.
uint64_t linear_stack_use(const Facts& facts);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_LINEAR_STACK_H_
