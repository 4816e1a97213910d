#include "wasm/const_expr.h"

#include <format>
#include <utility>
#include <vector>

#include "wasm/instruction_reader.h"
#include "wasm/opcode.h"
#include "wasm/subtyping.h"
#include "wasm/type_reader.h"

namespace wasm2mpy::wasm {
namespace {

class ConstExprReader {
 public:
  ConstExprReader(ByteCursor& cursor, Module& module, std::string_view what)
      : cursor_(cursor), module_(module), what_(what) {}

  ConstExpr read(ValType expected) {
    uint64_t start = cursor_.offset();
    ConstExpr code;
    while (cursor_.ok()) {
      Instruction instruction{};
      read_instruction(cursor_, instruction);
      if (!cursor_.ok() || instruction.opcode == Opcode::kEnd) break;
      validate(instruction);
      code.push_back(std::move(instruction));
    }
    if (cursor_.ok()) check_result(expected, start);
    return code;
  }

 private:
  void validate(const Instruction& instruction) {
    switch (instruction.opcode) {
      case Opcode::kI32Const:
        return stack_.push_back(ValType::kI32);
      case Opcode::kI64Const:
        return stack_.push_back(ValType::kI64);
      case Opcode::kF32Const:
        return stack_.push_back(ValType::kF32);
      case Opcode::kF64Const:
        return stack_.push_back(ValType::kF64);
      case Opcode::kI32Add:
      case Opcode::kI32Sub:
      case Opcode::kI32Mul:
        return binary(instruction, ValType::kI32);
      case Opcode::kI64Add:
      case Opcode::kI64Sub:
      case Opcode::kI64Mul:
        return binary(instruction, ValType::kI64);
      case Opcode::kRefNull:
        check_val_type(cursor_, instruction.results[0], module_.types.size(),
                       instruction.offset);
        return stack_.push_back(instruction.results[0]);
      case Opcode::kRefFunc:
        return ref_func(instruction);
      case Opcode::kGlobalGet:
        return global_get(instruction);
      default:
        fail(instruction, std::format("constant expression required for the "
                                      "{} (got {})",
                                      what_, to_string(instruction.opcode)));
    }
  }

  void binary(const Instruction& instruction, ValType type) {
    for (int i = 0; i < 2 && cursor_.ok(); ++i) {
      if (stack_.empty() || stack_.back() != type) {
        fail(instruction,
             std::format("type mismatch: operand of {} (got {}, expected {})",
                         to_string(instruction.opcode), top_name(),
                         to_string(type)));
        return;
      }
      stack_.pop_back();
    }
    stack_.push_back(type);
  }

  void ref_func(const Instruction& instruction) {
    uint32_t index = instruction.index;
    if (!declare_function_reference(module_, index)) {
      fail(instruction, std::format("unknown function {} (there are {})", index,
                                    module_.functions.size()));
      return;
    }
    uint32_t type = module_.functions[index].type_index;
    stack_.push_back(ValType::ref(HeapType::index(type), false));
  }

  void global_get(const Instruction& instruction) {
    uint32_t index = instruction.index;
    if (index >= module_.globals.size()) {
      fail(instruction,
           std::format("unknown global {} in the {} ({} stand before it)",
                       index, what_, module_.globals.size()));
      return;
    }
    const GlobalType& type = module_.globals[index].type;
    if (type.is_mutable) {
      fail(instruction, std::format("constant expression required for the {} "
                                    "(global {} is mutable)",
                                    what_, index));
      return;
    }
    stack_.push_back(type.type);
  }

  void check_result(ValType expected, uint64_t start) {
    if (stack_.size() == 1 && is_subtype(module_.types, stack_[0], expected)) {
      return;
    }
    std::string got = stack_.size() > 1
                          ? std::format("{} values", stack_.size())
                          : top_name();
    cursor_.fail_at(start, std::format("type mismatch: {} (got {}, expected "
                                       "{})",
                                       what_, got, to_string(expected)));
  }

  std::string top_name() const {
    return stack_.empty() ? "nothing" : to_string(stack_.back());
  }

  void fail(const Instruction& instruction, std::string message) {
    cursor_.fail_at(instruction.offset, std::move(message));
  }

  ByteCursor& cursor_;
  Module& module_;
  std::string_view what_;
  std::vector<ValType> stack_;
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
