// Control instructions: blocks, branches, calls.
#include <algorithm>
#include <format>
#include <utility>

#include "wasm/function_validator.h"
#include "wasm/limits.h"
#include "wasm/subtyping.h"

namespace wasm2mpy::wasm {

void FunctionValidator::validate_control(Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::kUnreachable:
      return stack_.set_unreachable();
    case Opcode::kBlock:
    case Opcode::kLoop:
    case Opcode::kIf:
    case Opcode::kTry:
      return validate_block(instruction);
    case Opcode::kElse:
      return validate_else(instruction);
    case Opcode::kEnd:
      return validate_end(instruction);
    case Opcode::kBr:
    case Opcode::kBrIf:
      return validate_branch(instruction);
    case Opcode::kBrTable:
      return validate_branch_table(instruction);
    case Opcode::kBrOnNull:
    case Opcode::kBrOnNonNull:
      return validate_branch_on_null(instruction);
    case Opcode::kBrOnCast:
    case Opcode::kBrOnCastFail:
      return validate_branch_on_cast(instruction);
    case Opcode::kReturn:
      stack_.pop(type_.results);
      return stack_.set_unreachable();
    default:
      if (std::optional<Call> call = find_call(module_, instruction))
        return validate_call(instruction, *call);
      return validate_exception(instruction);
  }
}

// Copies the types into the instruction.
std::optional<BlockSignature> FunctionValidator::resolve_block(
    Instruction& instruction) {
  if (instruction.index2 == 0) {
    if (instruction.results.empty()) return BlockSignature();
    ValType result = instruction.results[0];
    if (!check_type(result)) return std::nullopt;
    return BlockSignature(result);
  }
  if (!check_func_type(instruction.index)) return std::nullopt;
  const FuncType& type = module_.types[instruction.index].func;
  block_type_entries_ += type.params.size() + type.results.size();
  if (block_type_entries_ > kMaxBlockTypeEntries) {
    stack_.fail(std::format("too many parameters and results of blocks in "
                            "one function (limit {})",
                            kMaxBlockTypeEntries));
    return std::nullopt;
  }
  instruction.params = type.params;
  instruction.results = type.results;
  return BlockSignature(type);
}

void FunctionValidator::validate_block(Instruction& instruction) {
  std::optional<BlockSignature> signature = resolve_block(instruction);
  if (!signature) return;
  if (instruction.opcode == Opcode::kIf) stack_.pop(ValType::kI32);
  stack_.pop(signature->params());
  if (ok()) stack_.enter(instruction.opcode, *signature);
}

void FunctionValidator::validate_else(Instruction& instruction) {
  if (stack_.innermost().opcode != Opcode::kIf) {
    stack_.fail("END opcode expected: else without if");
    return;
  }
  instruction.reachable = stack_.innermost().is_reachable;
  ControlFrame frame = stack_.leave();
  if (!ok()) return;
  stack_.enter(Opcode::kElse, frame.signature, frame.is_reachable);
}

void FunctionValidator::validate_end(Instruction& instruction) {
  instruction.reachable = stack_.innermost().is_reachable;
  ControlFrame frame = stack_.leave();
  if (!ok() || !stack_.has_frames()) return;
  // Without else, the parameters are the results.
  if (frame.opcode == Opcode::kIf) {
    auto params = frame.signature.params();
    auto results = frame.signature.results();
    bool matches = std::ranges::equal(params, results, [&](auto a, auto b) {
      return is_subtype(module_.types, a, b);
    });
    if (!matches) {
      stack_.fail(std::format("type mismatch: if without else must give its "
                              "parameters as results (got {} results)",
                              results.size()));
      return;
    }
  }
  push_results(frame);
}

void FunctionValidator::push_results(const ControlFrame& frame) {
  for (ValType type : frame.signature.results()) stack_.push(type);
}

void FunctionValidator::validate_branch(Instruction& instruction) {
  bool is_conditional = instruction.opcode == Opcode::kBrIf;
  const ControlFrame* target = stack_.label(instruction.index);
  if (target == nullptr) return;
  if (is_conditional) {
    stack_.pop(ValType::kI32);
    stack_.retype(target->label_types());
  } else {
    stack_.pop(target->label_types());
    stack_.set_unreachable();
  }
}

void FunctionValidator::validate_branch_table(Instruction& instruction) {
  stack_.pop(ValType::kI32);
  const ControlFrame* fallback = stack_.label(instruction.labels.back());
  if (fallback == nullptr) return;
  size_t arity = fallback->label_types().size();
  checked_by_.resize(std::max(checked_by_.size(), stack_.frame_count()));
  for (uint32_t depth : instruction.labels) {
    const ControlFrame* target = stack_.label(depth);
    if (target == nullptr) return;
    uint32_t& checked_by = checked_by_[stack_.frame_count() - 1 - depth];
    if (checked_by == instruction.offset) continue;
    checked_by = instruction.offset;
    if (target->label_types().size() != arity) {
      stack_.fail(std::format("type mismatch: labels of br_table take "
                              "different numbers of values (got {}, expected "
                              "{})",
                              target->label_types().size(), arity));
      return;
    }
    stack_.check_top(target->label_types());
  }
  stack_.pop(fallback->label_types());
  stack_.set_unreachable();
}

void FunctionValidator::validate_branch_on_null(Instruction& instruction) {
  const ControlFrame* target = stack_.label(instruction.index);
  if (target == nullptr) return;
  std::span<const ValType> types = target->label_types();
  ValType operand = stack_.pop_ref();
  instruction.results = {operand};
  // Of an unknown operand too this is a reference: to the bottom heap type.
  ValType non_null = ValType::ref(operand.heap(), false);
  if (instruction.opcode == Opcode::kBrOnNull) {
    stack_.retype(types);
    stack_.push(non_null);
    return;
  }
  // The branch takes the reference with it.
  if (types.empty() || !types.back().is_ref()) {
    stack_.fail(
        std::format("type mismatch: label of br_on_non_null (got {}, "
                    "expected a reference last)",
                    types.empty() ? "no values" : to_string(types.back())));
    return;
  }
  stack_.push(non_null);
  stack_.pop(types.back());
  stack_.retype(types.first(types.size() - 1));
}

// One way takes the reference as what it was asked to be, the other one as what
// it is else.
void FunctionValidator::validate_branch_on_cast(
    const Instruction& instruction) {
  const ControlFrame* target = stack_.label(instruction.index);
  if (target == nullptr) return;
  ValType from = instruction.params[0];
  ValType to = instruction.results[0];
  if (!is_subtype(module_.types, to, from)) {
    stack_.fail(std::format("type mismatch: {} (got {}, expected a subtype of "
                            "{})",
                            to_string(instruction.opcode), to_string(to),
                            to_string(from)));
    return;
  }
  ValType rest = ValType::ref(from.heap(), from.nullable() && !to.nullable());
  bool when_cast = instruction.opcode == Opcode::kBrOnCast;
  std::span<const ValType> types = target->label_types();
  ValType taken = when_cast ? to : rest;
  if (types.empty() || !is_subtype(module_.types, taken, types.back())) {
    stack_.fail(
        std::format("type mismatch: label of {} (got {}, expected {} "
                    "last)",
                    to_string(instruction.opcode),
                    types.empty() ? "no values" : to_string(types.back()),
                    to_string(taken)));
    return;
  }
  stack_.pop(from);
  stack_.retype(types.first(types.size() - 1));
  stack_.push(when_cast ? rest : to);
}

void FunctionValidator::validate_call(Instruction& instruction,
                                      const Call& call) {
  switch (call.kind) {
    case Call::kFunction:
      break;
    case Call::kElement: {
      ValType element = module_.tables[call.callee].type.element;
      if (!is_subtype(module_.types, element, kFuncRef)) {
        stack_.fail(std::format("type mismatch: table {} of {} (got {}, "
                                "expected funcref)",
                                call.callee, to_string(instruction.opcode),
                                to_string(element)));
        return;
      }
      stack_.pop(table_address(call.callee));
      break;
    }
    case Call::kReference:
      ValType ref = ValType::ref(HeapType::index(call.type), true);
      instruction.results = {stack_.pop(ref)};
      break;
  }
  apply_call(module_.types[call.type].func, call.is_tail);
}

void FunctionValidator::apply_call(const FuncType& type, bool is_return) {
  stack_.pop(type.params);
  if (!is_return) {
    stack_.push(type.results);
    return;
  }
  bool matches = std::ranges::equal(
      type.results, type_.results,
      [&](auto a, auto b) { return is_subtype(module_.types, a, b); });
  if (!matches) {
    stack_.fail(std::format("type mismatch: results of a tail call (got {}, "
                            "expected those of {})",
                            to_string(type), to_string(type_)));
    return;
  }
  stack_.set_unreachable();
}

}  // namespace wasm2mpy::wasm
