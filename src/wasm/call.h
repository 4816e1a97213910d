// Whom an instruction calls.
#ifndef WASM2MPY_WASM_CALL_H_
#define WASM2MPY_WASM_CALL_H_

#include <cstdint>
#include <optional>

#include "wasm/instruction.h"
#include "wasm/module.h"

namespace wasm2mpy::wasm {

struct Call {
  enum Callee : uint8_t {
    kFunction,   // that of index `callee`
    kElement,    // one of table `callee`
    kReference,  // the operand
  };
  Callee kind = kFunction;
  uint32_t callee = 0;
  uint32_t type = 0;  // of the function; an index
  bool is_tail = false;
};

// Nothing: the instruction is no call. Its indices must be in range.
std::optional<Call> find_call(const Module& module,
                              const Instruction& instruction);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_CALL_H_
