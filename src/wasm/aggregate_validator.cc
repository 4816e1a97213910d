#include "wasm/aggregate_validator.h"

#include <format>

#include "wasm/subtyping.h"

namespace wasm2mpy::wasm {
namespace {

bool extends(Opcode opcode) {
  return opcode == Opcode::kStructGetS || opcode == Opcode::kStructGetU ||
         opcode == Opcode::kArrayGetS || opcode == Opcode::kArrayGetU;
}

bool is_packed(ValType type) {
  return type.kind() == ValType::kI8 || type.kind() == ValType::kI16;
}

}  // namespace

void AggregateValidator::validate(Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::kStructNew:
    case Opcode::kStructNewDefault:
    case Opcode::kStructGet:
    case Opcode::kStructGetS:
    case Opcode::kStructGetU:
    case Opcode::kStructSet:
      return validate_struct(instruction);
    case Opcode::kArrayNew:
    case Opcode::kArrayNewDefault:
    case Opcode::kArrayNewFixed:
    case Opcode::kArrayNewData:
    case Opcode::kArrayNewElem:
      return validate_new_array(instruction);
    case Opcode::kArrayLen:
      instruction.results = {pop_nullable(HeapType::kArray)};
      return stack_.push(ValType::kI32);
    case Opcode::kRefTest:
    case Opcode::kRefTestNull:
    case Opcode::kRefCast:
    case Opcode::kRefCastNull:
      return validate_cast(instruction);
    case Opcode::kRefEq:
      pop_nullable(HeapType::kEq);
      pop_nullable(HeapType::kEq);
      return stack_.push(ValType::kI32);
    case Opcode::kRefI31:
      stack_.pop(ValType::kI32);
      return push_reference(HeapType::kI31);
    case Opcode::kI31GetS:
    case Opcode::kI31GetU:
      instruction.results = {pop_nullable(HeapType::kI31)};
      return stack_.push(ValType::kI32);
    case Opcode::kAnyConvertExtern:
    case Opcode::kExternConvertAny: {
      bool to_any = instruction.opcode == Opcode::kAnyConvertExtern;
      HeapType from = to_any ? HeapType::kExtern : HeapType::kAny;
      HeapType to = to_any ? HeapType::kAny : HeapType::kExtern;
      ValType type = pop_nullable(from);
      return stack_.push(
          ValType::ref(to, type.is_ref() ? type.nullable() : false));
    }
    default:
      return validate_array(instruction);
  }
}

const SubType* AggregateValidator::type_of(uint32_t index,
                                           SubType::Composite composite) {
  if (index >= module_.types.size()) {
    stack_.fail(std::format("unknown type {} (there are {})", index,
                            module_.types.size()));
    return nullptr;
  }
  const SubType& type = module_.types[index];
  if (type.composite == composite) return &type;
  bool is_struct = composite == SubType::kStruct;
  stack_.fail(std::format("type {} is not {} type", index,
                          is_struct ? "a structure" : "an array"));
  return nullptr;
}

bool AggregateValidator::check_default(ValType type) {
  if (type.is_defaultable()) return true;
  stack_.fail(std::format("type mismatch: fields of type {} have no default",
                          to_string(type)));
  return false;
}

bool AggregateValidator::check_mutable(const FieldType& field,
                                       const Instruction& instruction) {
  if (field.is_mutable) return true;
  bool is_struct = instruction.opcode == Opcode::kStructSet;
  stack_.fail(is_struct
                  ? std::format("immutable field {} of type {}",
                                instruction.index2, instruction.index)
                  : std::format("immutable array type {}", instruction.index));
  return false;
}

bool AggregateValidator::check_packing(ValType type, bool is_extending) {
  if (is_packed(type) == is_extending) return true;
  stack_.fail(std::format("type mismatch: {} is {}a packed type",
                          to_string(type), is_extending ? "not " : ""));
  return false;
}

bool AggregateValidator::check_numeric(ValType type) {
  if (!type.is_ref()) return true;
  stack_.fail(std::format("array type is not numeric or vector (got {})",
                          to_string(type)));
  return false;
}

bool AggregateValidator::check_segment(uint32_t segment, ValType type) {
  ValType items = module_.elements[segment].type;
  if (is_subtype(module_.types, items, type)) return true;
  stack_.fail(std::format("type mismatch: elem segment {} (got {}, expected "
                          "{})",
                          segment, to_string(items), to_string(type)));
  return false;
}

void AggregateValidator::make_struct(const SubType& type,
                                     const Instruction& instruction) {
  for (size_t i = type.fields.size(); i-- > 0 && stack_.ok();) {
    if (instruction.opcode == Opcode::kStructNew) {
      stack_.pop(unpacked(type.fields[i].type));
    } else {
      check_default(type.fields[i].type);
    }
  }
  push_reference(HeapType::index(instruction.index));
}

void AggregateValidator::validate_struct(Instruction& instruction) {
  const SubType* type = type_of(instruction.index, SubType::kStruct);
  if (!type) return;
  Opcode opcode = instruction.opcode;
  if (opcode == Opcode::kStructNew || opcode == Opcode::kStructNewDefault)
    return make_struct(*type, instruction);
  if (instruction.index2 >= type->fields.size()) {
    stack_.fail(std::format("unknown field {} of type {} (there are {})",
                            instruction.index2, instruction.index,
                            type->fields.size()));
    return;
  }
  const FieldType& field = type->fields[instruction.index2];
  HeapType heap = HeapType::index(instruction.index);
  if (opcode == Opcode::kStructSet) {
    if (!check_mutable(field, instruction)) return;
    stack_.pop(unpacked(field.type));
    instruction.results = {pop_nullable(heap)};
    return;
  }
  if (!check_packing(field.type, extends(opcode))) return;
  instruction.results = {pop_nullable(heap)};
  stack_.push(unpacked(field.type));
}

void AggregateValidator::validate_new_array(const Instruction& instruction) {
  const SubType* type = type_of(instruction.index, SubType::kArray);
  if (!type) return;
  ValType element = type->fields[0].type;
  switch (instruction.opcode) {
    case Opcode::kArrayNewDefault:
      if (!check_default(element)) return;
      [[fallthrough]];
    case Opcode::kArrayNew:
      stack_.pop(ValType::kI32);
      if (instruction.opcode == Opcode::kArrayNew)
        stack_.pop(unpacked(element));
      break;
    case Opcode::kArrayNewFixed:
      // Operands that are not there end it, and there are no more of them than
      // bytes before, but in code that cannot be reached.
      for (uint32_t i = 0; i < instruction.index2 && stack_.ok(); ++i) {
        if (stack_.operands().empty() && i > 0 && !stack_.is_reachable()) break;
        stack_.pop(unpacked(element));
      }
      break;
    default:
      if (instruction.opcode == Opcode::kArrayNewData
              ? !check_numeric(element)
              : !check_segment(instruction.index2, element))
        return;
      stack_.pop(ValType::kI32);
      stack_.pop(ValType::kI32);
      break;
  }
  push_reference(HeapType::index(instruction.index));
}

void AggregateValidator::validate_array(Instruction& instruction) {
  const SubType* type = type_of(instruction.index, SubType::kArray);
  if (!type) return;
  const FieldType& element = type->fields[0];
  HeapType heap = HeapType::index(instruction.index);
  Opcode opcode = instruction.opcode;
  if (opcode == Opcode::kArrayGet || extends(opcode)) {
    if (!check_packing(element.type, extends(opcode))) return;
    stack_.pop(ValType::kI32);
    instruction.results = {pop_nullable(heap)};
    return stack_.push(unpacked(element.type));
  }
  if (!check_mutable(element, instruction)) return;
  switch (opcode) {
    case Opcode::kArraySet:
      stack_.pop(unpacked(element.type));
      break;
    case Opcode::kArrayFill:
      stack_.pop(ValType::kI32);
      stack_.pop(unpacked(element.type));
      break;
    case Opcode::kArrayCopy:
      return copy_array(instruction);
    default:
      if (opcode == Opcode::kArrayInitData
              ? !check_numeric(element.type)
              : !check_segment(instruction.index2, element.type))
        return;
      stack_.pop(ValType::kI32);
      stack_.pop(ValType::kI32);
  }
  stack_.pop(ValType::kI32);
  instruction.results = {pop_nullable(heap)};
}

void AggregateValidator::copy_array(Instruction& instruction) {
  const SubType* from = type_of(instruction.index2, SubType::kArray);
  if (!from) return;
  ValType target = module_.types[instruction.index].fields[0].type;
  ValType source = from->fields[0].type;
  if (!is_subtype(module_.types, source, target)) {
    stack_.fail(std::format("array types do not match: array.copy (got {}, "
                            "expected {})",
                            to_string(source), to_string(target)));
    return;
  }
  stack_.pop(ValType::kI32);
  stack_.pop(ValType::kI32);
  ValType source_array = pop_nullable(HeapType::index(instruction.index2));
  stack_.pop(ValType::kI32);
  ValType target_array = pop_nullable(HeapType::index(instruction.index));
  instruction.results = {target_array, source_array};
}

void AggregateValidator::validate_cast(Instruction& instruction) {
  ValType target = instruction.results[0];
  instruction.params = {pop_nullable(top_of(module_.types, target.heap()))};
  bool is_test = instruction.opcode == Opcode::kRefTest ||
                 instruction.opcode == Opcode::kRefTestNull;
  stack_.push(is_test ? ValType(ValType::kI32) : target);
}

}  // namespace wasm2mpy::wasm
