#include "wasm/call.h"

namespace wasm2mpy::wasm {

std::optional<Call> find_call(const Module& module,
                              const Instruction& instruction) {
  uint32_t index = instruction.index;
  bool is_tail = false;
  switch (instruction.opcode) {
    case Opcode::kReturnCall:
      is_tail = true;
      [[fallthrough]];
    case Opcode::kCall:
      return Call{Call::kFunction, index, module.functions[index].type_index,
                  is_tail};
    case Opcode::kReturnCallIndirect:
      is_tail = true;
      [[fallthrough]];
    case Opcode::kCallIndirect:
      return Call{Call::kElement, index, instruction.index2, is_tail};
    case Opcode::kReturnCallRef:
      is_tail = true;
      [[fallthrough]];
    case Opcode::kCallRef:
      return Call{Call::kReference, 0, index, is_tail};
    default:
      return std::nullopt;
  }
}

}  // namespace wasm2mpy::wasm
