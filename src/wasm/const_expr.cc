#include "wasm/const_expr.h"

#include <format>
#include <span>
#include <utility>

#include "wasm/aggregate_validator.h"
#include "wasm/instruction_reader.h"
#include "wasm/opcode.h"
#include "wasm/subtyping.h"
#include "wasm/type_reader.h"
#include "wasm/validation_stack.h"

namespace wasm2mpy::wasm {
namespace {

class ConstExprReader {
 public:
  ConstExprReader(ByteCursor& cursor, Module& module, std::string_view what)
      : cursor_(cursor),
        module_(module),
        what_(what),
        stack_(module),
        aggregates_(module, stack_) {}

  ConstExpr read(ValType expected) {
    uint64_t start = cursor_.offset();
    ConstExpr code;
    stack_.enter(Opcode::kBlock, BlockSignature(expected));
    while (cursor_.ok()) {
      Instruction instruction{};
      read_instruction(cursor_, instruction);
      if (!cursor_.ok() || instruction.opcode == Opcode::kEnd) break;
      stack_.set_instruction(to_string(instruction.opcode));
      validate(instruction);
      if (!stack_.ok()) cursor_.fail_at(instruction.offset, stack_.error());
      code.push_back(std::move(instruction));
    }
    if (cursor_.ok()) check_result(expected, start);
    return code;
  }

 private:
  void validate(Instruction& instruction) {
    if (auto type = constant_type(opcode_info(instruction.opcode).immediates))
      return stack_.push(*type);
    switch (instruction.opcode) {
      case Opcode::kI32Add:
      case Opcode::kI32Sub:
      case Opcode::kI32Mul:
        return binary(ValType::kI32);
      case Opcode::kI64Add:
      case Opcode::kI64Sub:
      case Opcode::kI64Mul:
        return binary(ValType::kI64);
      case Opcode::kRefNull:
        check_val_type(cursor_, instruction.results[0], module_.types.size(),
                       instruction.offset);
        return stack_.push(instruction.results[0]);
      case Opcode::kRefFunc:
        return ref_func(instruction);
      case Opcode::kGlobalGet:
        return global_get(instruction);
      case Opcode::kStructNew:
      case Opcode::kStructNewDefault:
      case Opcode::kArrayNew:
      case Opcode::kArrayNewDefault:
      case Opcode::kArrayNewFixed:
      case Opcode::kRefI31:
      case Opcode::kAnyConvertExtern:
      case Opcode::kExternConvertAny:
        return aggregates_.validate(instruction);
      default:
        stack_.fail(std::format("constant expression required for the {} (got "
                                "{})",
                                what_, to_string(instruction.opcode)));
    }
  }

  void binary(ValType type) {
    stack_.pop(type);
    stack_.pop(type);
    stack_.push(type);
  }

  void ref_func(const Instruction& instruction) {
    uint32_t index = instruction.index;
    if (!declare_function_reference(module_, index)) {
      stack_.fail(std::format("unknown function {} (there are {})", index,
                              module_.functions.size()));
      return;
    }
    uint32_t type = module_.functions[index].type_index;
    stack_.push(ValType::ref(HeapType::index(type), false));
  }

  void global_get(const Instruction& instruction) {
    uint32_t index = instruction.index;
    if (index >= module_.globals.size()) {
      stack_.fail(std::format("unknown global {} in the {} ({} stand before "
                              "it)",
                              index, what_, module_.globals.size()));
      return;
    }
    const GlobalType& type = module_.globals[index].type;
    if (type.is_mutable) {
      stack_.fail(std::format("constant expression required for the {} "
                              "(global {} is mutable)",
                              what_, index));
      return;
    }
    stack_.push(type.type);
  }

  void check_result(ValType expected, uint64_t start) {
    std::span<const ValType> values = stack_.operands();
    if (values.size() == 1 && is_subtype(module_.types, values[0], expected))
      return;
    std::string got = std::format("{} values", values.size());
    if (values.empty()) got = "nothing";
    if (values.size() == 1) got = to_string(values[0]);
    cursor_.fail_at(start, std::format("type mismatch: {} (got {}, expected "
                                       "{})",
                                       what_, got, to_string(expected)));
  }

  ByteCursor& cursor_;
  Module& module_;
  std::string_view what_;
  ValidationStack stack_;
  AggregateValidator aggregates_;
};

}  // namespace

ConstExpr read_const_expr(ByteCursor& cursor, Module& module, ValType expected,
                          std::string_view what) {
  return ConstExprReader(cursor, module, what).read(expected);
}

std::optional<uint64_t> constant_address(const ConstExpr& expression) {
  if (expression.size() != 1) return std::nullopt;
  const Instruction& instruction = expression[0];
  if (instruction.opcode == Opcode::kI32Const)
    return uint32_t(instruction.bits);
  if (instruction.opcode == Opcode::kI64Const) return instruction.bits;
  return std::nullopt;
}

bool declare_function_reference(Module& module, uint32_t function_index) {
  if (function_index >= module.functions.size()) return false;
  // Functions and imports stand before everything that can declare one, so
  // the size is final here.
  module.declared_refs.resize(module.functions.size());
  module.declared_refs[function_index] = true;
  return true;
}

}  // namespace wasm2mpy::wasm
