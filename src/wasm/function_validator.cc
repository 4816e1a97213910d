// The instructions other than control instructions (specification 3.0,
// "Validation / Instructions"). Those with a signature in opcodes.def need no
// code here beyond the check of their immediates.
#include "wasm/function_validator.h"

#include <algorithm>
#include <cassert>
#include <format>
#include <utility>

#include "wasm/subtyping.h"
#include "wasm/value_type.h"

namespace wasm2mpy::wasm {

FunctionValidator::FunctionValidator(const Module& module,
                                     uint32_t function_index)
    : module_(module),
      type_(module.func_type(function_index)),
      stack_(module),
      aggregates_(module, stack_) {
  locals_ = type_.params;
  stack_.add_locals(/*are_initialised=*/true, locals_.size());
  // The parameters are locals; on the stack the function takes nothing.
  stack_.enter(Opcode::kBlock, BlockSignature::of_function(type_));
}

void FunctionValidator::add_locals(ValType type, size_t count) {
  locals_.insert(locals_.end(), count, type);
  stack_.add_locals(type.is_defaultable(), count);
}

void FunctionValidator::validate(Instruction& instruction) {
  const OpcodeInfo& info = opcode_info(instruction.opcode);
  instruction.reachable = stack_.is_reachable();
  stack_.set_instruction(info.text);
  check_immediates(info, instruction);
  if (!ok()) return;
  if (info.signature == "*") {
    validate_special(info, instruction);
  } else {
    apply_signature(info, instruction);
  }
}

void FunctionValidator::validate_special(const OpcodeInfo& info,
                                         Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::kDrop:
      instruction.results = {stack_.pop()};
      return;
    case Opcode::kSelect:
    case Opcode::kSelectT:
      return validate_select(instruction);
    case Opcode::kLocalGet:
    case Opcode::kLocalSet:
    case Opcode::kLocalTee:
      return validate_local(instruction);
    case Opcode::kGlobalGet:
    case Opcode::kGlobalSet:
      return validate_global(instruction);
    case Opcode::kTableGet:
    case Opcode::kTableSet:
    case Opcode::kTableGrow:
    case Opcode::kTableFill:
    case Opcode::kTableInit:
      return validate_table(instruction);
    case Opcode::kMemoryCopy:
    case Opcode::kTableCopy:
      return validate_copy(instruction);
    case Opcode::kRefNull:
    case Opcode::kRefIsNull:
    case Opcode::kRefFunc:
    case Opcode::kRefAsNonNull:
      return validate_reference(instruction);
    default:
      break;
  }
  bool is_branch = info.immediates == Immediates::kCastLabel;
  if (info.feature != Feature::kGc || is_branch)
    return validate_control(instruction);
  aggregates_.validate(instruction);
}

ValType FunctionValidator::signature_type(char code,
                                          const Instruction& instruction) {
  if (code == 'a') return memory_address(instruction.index);
  if (code == 't') return table_address(instruction.index);
  for (const ValueTypeInfo& row : kValueTypes)
    if (row.letter == code) return row.type;
  assert(false && "the letters of opcodes.def");
  return ValType::kI32;
}

void FunctionValidator::apply_signature(const OpcodeInfo& info,
                                        const Instruction& instruction) {
  size_t colon = info.signature.find(':');
  for (size_t i = colon; i > 0 && ok(); --i) {
    stack_.pop(signature_type(info.signature[i - 1], instruction));
  }
  for (char code : info.signature.substr(colon + 1)) {
    stack_.push(signature_type(code, instruction));
  }
}

// Every index that stands in the instruction itself, except labels.
void FunctionValidator::check_immediates(const OpcodeInfo& info,
                                         const Instruction& instruction) {
  uint32_t index = instruction.index;
  switch (info.immediates) {
    case Immediates::kLocal:
      check_index("local", index, locals_.size());
      return;
    case Immediates::kGlobal:
      check_index("global", index, module_.globals.size());
      return;
    case Immediates::kFunc:
      check_index("function", index, module_.functions.size());
      return;
    case Immediates::kType:
      check_func_type(index);
      return;
    case Immediates::kIndirectCall:
      if (check_index("table", index, module_.tables.size())) {
        check_func_type(instruction.index2);
      }
      return;
    case Immediates::kTableTable:
      check_index("table", instruction.index2, module_.tables.size());
      [[fallthrough]];
    case Immediates::kTable:
      check_index("table", index, module_.tables.size());
      return;
    case Immediates::kMemoryMemory:
      check_index("memory", instruction.index2, module_.memories.size());
      [[fallthrough]];
    case Immediates::kMemory:
      check_index("memory", index, module_.memories.size());
      return;
    case Immediates::kTag:
      check_index("tag", index, module_.tags.size());
      return;
    case Immediates::kTryTable:
      for (const CatchClause& clause : instruction.catches) {
        if (!clause.takes_all())
          check_index("tag", clause.tag, module_.tags.size());
      }
      return;
    case Immediates::kData:
      return check_data(index);
    case Immediates::kDataMemory:
      if (check_index("memory", index, module_.memories.size())) {
        check_data(instruction.index2);
      }
      return;
    case Immediates::kElem:
      check_index("elem segment", index, module_.elements.size());
      return;
    case Immediates::kElemTable:
      if (check_index("table", index, module_.tables.size())) {
        check_index("elem segment", instruction.index2,
                    module_.elements.size());
      }
      return;
    case Immediates::kArrayData:
      return check_data(instruction.index2);
    case Immediates::kArrayElem:
      check_index("elem segment", instruction.index2, module_.elements.size());
      return;
    case Immediates::kCastLabel:
      for (ValType type : instruction.params) check_type(type);
      [[fallthrough]];
    case Immediates::kTypeVector:
    case Immediates::kHeapType:
    case Immediates::kNonNullHeapType:
      for (ValType type : instruction.results) check_type(type);
      return;
    case Immediates::kShuffle:
      return check_shuffle(instruction);
    default:
      if (is_mem_arg(info.immediates)) check_mem_arg(info, instruction);
      if (uint32_t lanes = lanes_of(info.immediates); lanes != 0)
        check_lane(info, instruction.index2, lanes);
  }
}

void FunctionValidator::check_lane(const OpcodeInfo& info, uint32_t lane,
                                   uint32_t lanes) {
  if (!ok() || lane < lanes) return;
  stack_.fail(std::format("invalid lane index of {} (got {}, expected less "
                          "than {})",
                          info.text, lane, lanes));
}

void FunctionValidator::check_shuffle(const Instruction& instruction) {
  const OpcodeInfo& info = opcode_info(instruction.opcode);
  for (uint64_t half : {instruction.bits, instruction.high_bits}) {
    for (; half != 0; half >>= 8) check_lane(info, half & 0xff, 32);
  }
}

void FunctionValidator::check_mem_arg(const OpcodeInfo& info,
                                      const Instruction& instruction) {
  if (!check_index("memory", instruction.index, module_.memories.size())) {
    return;
  }
  uint8_t natural = access_size_log2(info.immediates);
  if (instruction.align_log2 > natural) {
    stack_.fail(std::format("alignment must not be larger than natural ({} "
                            "with 2 to the power of {}, limit {})",
                            info.text, instruction.align_log2, natural));
    return;
  }
  if (is_atomic_access(instruction.opcode) &&
      instruction.align_log2 != natural) {
    stack_.fail(std::format("alignment must be equal to natural ({} with 2 to "
                            "the power of {}, expected {})",
                            info.text, instruction.align_log2, natural));
    return;
  }
  if (!module_.memories[instruction.index].type.limits.is_64 &&
      instruction.bits > UINT32_MAX) {
    stack_.fail(std::format("offset out of range: {} with offset {} in a "
                            "32-bit memory",
                            info.text, instruction.bits));
  }
}

void FunctionValidator::check_data(uint32_t index) {
  if (!module_.data_count) {
    stack_.fail("data count section required");
    return;
  }
  check_index("data segment", index, *module_.data_count);
}

bool FunctionValidator::check_index(std::string_view what, uint32_t index,
                                    size_t count) {
  if (index < count) return true;
  stack_.fail(std::format("unknown {} {} (there are {})", what, index, count));
  return false;
}

bool FunctionValidator::check_type(ValType type) {
  if (!type.is_ref() || !type.heap().is_index()) return true;
  return check_index("type", type.heap().type_index(), module_.types.size());
}

bool FunctionValidator::check_func_type(uint32_t index) {
  if (!check_index("type", index, module_.types.size())) return false;
  if (module_.types[index].composite == SubType::kFunc) return true;
  stack_.fail(std::format("type {} is not a function type", index));
  return false;
}

ValType FunctionValidator::address_type(const Limits& limits) const {
  return limits.is_64 ? ValType::kI64 : ValType::kI32;
}

ValType FunctionValidator::memory_address(uint32_t index) const {
  return address_type(module_.memories[index].type.limits);
}

ValType FunctionValidator::table_address(uint32_t index) const {
  return address_type(module_.tables[index].type.limits);
}

void FunctionValidator::validate_local(Instruction& instruction) {
  uint32_t index = instruction.index;
  ValType type = locals_[index];
  if (instruction.opcode == Opcode::kLocalGet) {
    if (!stack_.is_initialised(index)) {
      stack_.fail(std::format("uninitialized local {} of type {}", index,
                              to_string(type)));
    }
    stack_.push(type);
    return;
  }
  stack_.pop(type);
  stack_.initialise(index);
  if (instruction.opcode == Opcode::kLocalTee) stack_.push(type);
}

void FunctionValidator::validate_global(Instruction& instruction) {
  const GlobalType& global = module_.globals[instruction.index].type;
  if (instruction.opcode == Opcode::kGlobalGet) {
    stack_.push(global.type);
    return;
  }
  if (!global.is_mutable) {
    stack_.fail(
        std::format("immutable global {} cannot be set", instruction.index));
    return;
  }
  stack_.pop(global.type);
}

void FunctionValidator::validate_table(Instruction& instruction) {
  ValType element = module_.tables[instruction.index].type.element;
  ValType address = table_address(instruction.index);
  switch (instruction.opcode) {
    case Opcode::kTableGet:
      stack_.pop(address);
      return stack_.push(element);
    case Opcode::kTableSet:
      stack_.pop(element);
      stack_.pop(address);
      return;
    case Opcode::kTableGrow:
      stack_.pop(address);
      stack_.pop(element);
      return stack_.push(address);
    case Opcode::kTableFill:
      stack_.pop(address);
      stack_.pop(element);
      stack_.pop(address);
      return;
    default:
      break;
  }
  ValType segment = module_.elements[instruction.index2].type;
  if (!is_subtype(module_.types, segment, element)) {
    stack_.fail(std::format("type mismatch: table.init from elem segment {} "
                            "(got {}, expected {})",
                            instruction.index2, to_string(segment),
                            to_string(element)));
    return;
  }
  stack_.pop(ValType::kI32);
  stack_.pop(ValType::kI32);
  stack_.pop(address);
}

// Each address has its memory's or table's type; the length has the smaller
// one of the two.
void FunctionValidator::validate_copy(Instruction& instruction) {
  bool is_memory = instruction.opcode == Opcode::kMemoryCopy;
  auto address = [&](uint32_t index) {
    return is_memory ? memory_address(index) : table_address(index);
  };
  ValType destination = address(instruction.index);
  ValType source = address(instruction.index2);
  if (!is_memory) {
    ValType to = module_.tables[instruction.index].type.element;
    ValType from = module_.tables[instruction.index2].type.element;
    if (!is_subtype(module_.types, from, to)) {
      stack_.fail(std::format("type mismatch: table.copy from table {} (got "
                              "{}, expected {})",
                              instruction.index2, to_string(from),
                              to_string(to)));
      return;
    }
  }
  bool both_64 =
      destination.kind() == ValType::kI64 && source.kind() == ValType::kI64;
  stack_.pop(both_64 ? ValType::kI64 : ValType::kI32);
  stack_.pop(source);
  stack_.pop(destination);
}

void FunctionValidator::validate_select(Instruction& instruction) {
  if (instruction.opcode == Opcode::kSelectT) {
    if (instruction.results.size() != 1) {
      stack_.fail(std::format("invalid result arity of select (got {}, "
                              "expected 1)",
                              instruction.results.size()));
      return;
    }
    ValType type = instruction.results[0];
    stack_.pop(ValType::kI32);
    stack_.pop(type);
    stack_.pop(type);
    stack_.push(type);
    return;
  }
  stack_.pop(ValType::kI32);
  ValType second = stack_.pop();
  ValType first = stack_.pop();
  if (!ok()) return;
  ValType type = first.kind() == ValType::kBottom ? second : first;
  if (first.is_ref() || second.is_ref()) {
    stack_.fail(std::format("type mismatch: operand of select without a type "
                            "(got {}, expected a number or vector)",
                            to_string(first.is_ref() ? first : second)));
    return;
  }
  if (second.kind() != ValType::kBottom && second != type) {
    stack_.fail(std::format("type mismatch: operands of select differ (got {} "
                            "and {})",
                            to_string(first), to_string(second)));
    return;
  }
  stack_.push(type);
  instruction.results = {type};
}

void FunctionValidator::validate_reference(Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::kRefNull:
      return stack_.push(instruction.results[0]);
    case Opcode::kRefIsNull:
      instruction.results = {stack_.pop_ref()};
      return stack_.push(ValType::kI32);
    case Opcode::kRefFunc: {
      uint32_t index = instruction.index;
      if (!module_.declared_refs[index]) {
        stack_.fail(std::format("undeclared function reference {} (it needs "
                                "an export, an element segment or a global "
                                "that names it)",
                                index));
      }
      uint32_t type = module_.functions[index].type_index;
      return stack_.push(ValType::ref(HeapType::index(type), false));
    }
    default: {
      ValType type = stack_.pop_ref();
      instruction.results = {type};
      // Of an unknown operand too this is a reference: to the bottom heap type.
      return stack_.push(ValType::ref(type.heap(), false));
    }
  }
}

}  // namespace wasm2mpy::wasm
