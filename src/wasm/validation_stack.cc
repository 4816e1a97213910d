#include "wasm/validation_stack.h"

#include <algorithm>
#include <format>
#include <utility>

#include "wasm/limits.h"
#include "wasm/subtyping.h"

namespace wasm2mpy::wasm {

void ValidationStack::fail(std::string message) {
  if (ok()) error_ = std::move(message);
}

std::string ValidationStack::role() const {
  if (!is_block_end_) return std::format("operand of {}", text_);
  const ControlFrame& frame = frames_.back();
  return std::format("result of the {}",
                     frame.is_function ? "function" : to_string(frame.opcode));
}

void ValidationStack::fail_mismatch(std::string got, ValType expected) {
  fail(std::format("type mismatch: {} (got {}, expected {})", role(), got,
                   to_string(expected)));
}

void ValidationStack::push(ValType type) {
  if (operands_.size() >= kMaxOperands) {
    fail(
        std::format("too many operands on the stack (limit {})", kMaxOperands));
    return;
  }
  operands_.push_back(type);
}

void ValidationStack::push(std::span<const ValType> types) {
  for (ValType type : types) push(type);
}

ValType ValidationStack::pop() {
  if (available() == 0) {
    if (!frames_.back().is_polymorphic) {
      fail(std::format("type mismatch: {} (got nothing, expected a value)",
                       role()));
    }
    return ValType::kBottom;
  }
  ValType type = operands_.back();
  operands_.pop_back();
  return type;
}

ValType ValidationStack::pop(ValType expected) {
  if (available() == 0) {
    if (!frames_.back().is_polymorphic) fail_mismatch("nothing", expected);
    return ValType::kBottom;
  }
  ValType type = operands_.back();
  operands_.pop_back();
  if (!is_subtype(module_.types, type, expected)) {
    fail_mismatch(to_string(type), expected);
  }
  return type;
}

void ValidationStack::pop(std::span<const ValType> types) {
  for (size_t i = types.size(); i > 0 && ok(); --i) pop(types[i - 1]);
}

ValType ValidationStack::pop_ref() {
  ValType type = pop();
  if (ok() && !type.is_ref() && type.kind() != ValType::kBottom) {
    fail(std::format("type mismatch: {} (got {}, expected a reference)", role(),
                     to_string(type)));
  }
  return type;
}

void ValidationStack::check_top(std::span<const ValType> types) {
  size_t count = available();
  for (size_t i = 0; i < types.size() && ok(); ++i) {
    ValType expected = types[types.size() - 1 - i];
    if (i >= count) {
      if (!frames_.back().is_polymorphic) fail_mismatch("nothing", expected);
      return;
    }
    ValType type = operands_[operands_.size() - 1 - i];
    if (!is_subtype(module_.types, type, expected)) {
      fail_mismatch(to_string(type), expected);
    }
  }
}

void ValidationStack::retype(std::span<const ValType> types) {
  pop(types);
  push(types);
}

void ValidationStack::enter(Opcode opcode, BlockSignature signature,
                            bool is_reachable) {
  frames_.push_back({.opcode = opcode,
                     .signature = signature,
                     .height = operands_.size(),
                     .init_height = init_stack_.size(),
                     .is_reachable = is_reachable,
                     .is_function = frames_.empty()});
  push(signature.params());
}

void ValidationStack::enter_handler(Opcode opcode, const ControlFrame& left) {
  frames_.push_back({.opcode = opcode,
                     .signature = left.signature,
                     .height = operands_.size(),
                     .init_height = init_stack_.size(),
                     .is_reachable = left.is_reachable});
}

ControlFrame ValidationStack::leave() {
  is_block_end_ = true;
  ControlFrame frame = frames_.back();
  pop(frame.signature.results());
  if (ok() && available() != 0) {
    size_t expected = frame.signature.results().size();
    fail(std::format("type mismatch: values on the stack at the {} of the {} "
                     "(got {}, expected {})",
                     text_,
                     frame.is_function ? "function" : to_string(frame.opcode),
                     expected + available(), expected));
  }
  is_block_end_ = false;
  operands_.resize(std::min(operands_.size(), frame.height), ValType::kBottom);
  while (init_stack_.size() > frame.init_height) {
    initialised_[init_stack_.back()] = false;
    init_stack_.pop_back();
  }
  frames_.pop_back();
  return frame;
}

void ValidationStack::set_unreachable() {
  operands_.resize(frames_.back().height, ValType::kBottom);
  frames_.back().is_polymorphic = true;
}

const ControlFrame* ValidationStack::label(uint32_t depth) {
  if (depth < frames_.size()) return &frames_[frames_.size() - 1 - depth];
  fail(std::format("unknown label {} (there are {})", depth, frames_.size()));
  return nullptr;
}

void ValidationStack::add_locals(bool are_initialised, size_t count) {
  initialised_.insert(initialised_.end(), count, are_initialised);
}

void ValidationStack::initialise(uint32_t local) {
  if (initialised_[local]) return;
  initialised_[local] = true;
  init_stack_.push_back(local);
}

}  // namespace wasm2mpy::wasm
