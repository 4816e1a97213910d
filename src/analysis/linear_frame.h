// Where in a function a value is the pointer of the stack in linear memory, or
// that plus a constant.
#ifndef WASM2MPY_ANALYSIS_LINEAR_FRAME_H_
#define WASM2MPY_ANALYSIS_LINEAR_FRAME_H_

#include <cstdint>
#include <unordered_map>

#include "wasm/function.h"

namespace wasm2mpy::codegen {

// Distances are in bytes from what the stack pointer is when the function
// begins.
struct LinearFrame {
  // However the function is left, the stack pointer is what it was when it
  // began, and what it calls begins at a known distance from there, if that
  // holds for all functions that it calls.
  bool is_balanced = true;
  uint32_t bytes = 0;  // that it takes of the stack, at most
  // What local.get and global.get get.
  std::unordered_map<const wasm::Instruction*, int64_t> pointers;
};

// Follows the i32 global `stack_pointer` through a valid body. Only of a module
// in which all functions are balanced the distances are right.
LinearFrame follow_stack_pointer(const wasm::FunctionBody& body,
                                 uint32_t stack_pointer);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_LINEAR_FRAME_H_
