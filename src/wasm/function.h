// Decoding and validation of one function body.
#ifndef WASM2MPY_WASM_FUNCTION_H_
#define WASM2MPY_WASM_FUNCTION_H_

#include <cstdint>
#include <vector>

#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy::wasm {

struct FunctionBody {
  std::vector<ValType> locals;  // parameters first
  // The last instruction is the `end` of the body.
  std::vector<Instruction> code;
};

// Decodes and validates the body of a defined function of a module that
// read_module() returned. On failure one error with file offset, function
// index and name, and what was expected is in `diagnostics`.
Result<FunctionBody> read_function(const Module& module,
                                   uint32_t function_index,
                                   Diagnostics& diagnostics);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_FUNCTION_H_
