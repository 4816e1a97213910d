// Exceptions (specification 3.0, "Validation / Instructions"), and their first
// encoding (`try`, `catch`, `catch_all`, `delegate`, `rethrow`), which
// compilers still emit:
// https://webassembly.github.io/exception-handling/legacy/exceptions/core
#include <format>

#include "wasm/function_validator.h"
#include "wasm/subtyping.h"

namespace wasm2mpy::wasm {
namespace {

constexpr ValType kExnRef = ValType::ref(HeapType::kExn, true);
constexpr ValType kCaughtRef = ValType::ref(HeapType::kExn, false);

}  // namespace

const std::vector<ValType>& FunctionValidator::tag_params(uint32_t tag) const {
  return module_.types[module_.tags[tag].type_index].func.params;
}

void FunctionValidator::validate_exception(Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::kThrow:
      stack_.pop(tag_params(instruction.index));
      return stack_.set_unreachable();
    case Opcode::kThrowRef:
      stack_.pop(kExnRef);
      return stack_.set_unreachable();
    case Opcode::kTryTable:
      for (const CatchClause& clause : instruction.catches) check_catch(clause);
      if (ok()) validate_block(instruction);
      return;
    case Opcode::kCatch:
    case Opcode::kCatchAll:
      return validate_handler(instruction);
    case Opcode::kDelegate:
      return validate_delegate(instruction);
    case Opcode::kRethrow: {
      const ControlFrame* target = stack_.label(instruction.index);
      if (target == nullptr) return;
      if (target->opcode != Opcode::kCatch &&
          target->opcode != Opcode::kCatchAll) {
        stack_.fail(std::format("invalid rethrow label {} (expected a catch)",
                                instruction.index));
        return;
      }
      return stack_.set_unreachable();
    }
    default:
      stack_.fail(
          std::format("{} is not supported", to_string(instruction.opcode)));
  }
}

// What the clause passes must be what the label takes.
void FunctionValidator::check_catch(const CatchClause& clause) {
  const ControlFrame* target = stack_.label(clause.label);
  if (target == nullptr) return;
  std::vector<ValType> passed;
  if (!clause.takes_all()) passed = tag_params(clause.tag);
  if (clause.passes_reference()) passed.push_back(kCaughtRef);
  std::span<const ValType> taken = target->label_types();
  bool matches = passed.size() == taken.size();
  for (size_t i = 0; matches && i < passed.size(); ++i)
    matches = is_subtype(module_.types, passed[i], taken[i]);
  if (matches) return;
  FuncType got = {.params = std::move(passed), .results = {}};
  FuncType expected = {.params = {taken.begin(), taken.end()}, .results = {}};
  stack_.fail(std::format("type mismatch: label {} of a catch (got {}, "
                          "expected {})",
                          clause.label, to_string(got), to_string(expected)));
}

void FunctionValidator::validate_handler(Instruction& instruction) {
  bool is_catch = instruction.opcode == Opcode::kCatch;
  Opcode opened = stack_.innermost().opcode;
  if (opened != Opcode::kTry && opened != Opcode::kCatch) {
    stack_.fail(std::format("END opcode expected: {} without try",
                            to_string(instruction.opcode)));
    return;
  }
  instruction.reachable = stack_.innermost().is_reachable;
  ControlFrame frame = stack_.leave();
  if (!ok()) return;
  stack_.enter_handler(instruction.opcode, frame);
  if (is_catch) stack_.push(tag_params(instruction.index));
}

// Ends the try as `end` does. The label counts from outside of it.
void FunctionValidator::validate_delegate(Instruction& instruction) {
  if (stack_.innermost().opcode != Opcode::kTry) {
    stack_.fail("END opcode expected: delegate without try");
    return;
  }
  instruction.reachable = stack_.innermost().is_reachable;
  ControlFrame frame = stack_.leave();
  if (!ok() || stack_.label(instruction.index) == nullptr) return;
  push_results(frame);
}

}  // namespace wasm2mpy::wasm
