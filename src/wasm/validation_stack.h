// The operand stack and the control stack of the validation algorithm
// (specification 3.0, appendix "Validation Algorithm"), and the
// initialisation state of locals.
//
// Like ByteCursor, the stack keeps the first failure; after it, results are
// unspecified but harmless, and the caller stops at the next instruction.
#ifndef WASM2MPY_WASM_VALIDATION_STACK_H_
#define WASM2MPY_WASM_VALIDATION_STACK_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/instruction.h"
#include "wasm/module.h"

namespace wasm2mpy::wasm {

// What a block takes and gives. Either that of a function type, which stays
// where it is, or at most one result.
class BlockSignature {
 public:
  BlockSignature() = default;
  explicit BlockSignature(const FuncType& type) : type_(&type) {}
  // That of a body: the parameters are locals, not operands.
  static BlockSignature of_function(const FuncType& type) {
    BlockSignature signature(type);
    signature.has_params_ = false;
    return signature;
  }
  explicit BlockSignature(ValType result)
      : result_(result), has_result_(true) {}

  std::span<const ValType> params() const {
    if (type_ == nullptr || !has_params_) return {};
    return type_->params;
  }
  // Valid as long as this object stays in place.
  std::span<const ValType> results() const {
    if (type_ != nullptr) return type_->results;
    return {&result_, has_result_ ? size_t{1} : size_t{0}};
  }

 private:
  const FuncType* type_ = nullptr;
  ValType result_ = ValType::kBottom;
  bool has_result_ = false;
  bool has_params_ = true;
};

struct ControlFrame {
  Opcode opcode;  // kBlock also stands for the function itself
  BlockSignature signature;
  size_t height;                // of the operand stack at the start
  size_t init_height;           // of the stack of initialised locals
  bool is_reachable;            // whether the block's start can be reached
  bool is_polymorphic = false;  // the rest of the block cannot be reached
  bool is_function = false;

  std::span<const ValType> label_types() const {
    return opcode == Opcode::kLoop ? signature.params() : signature.results();
  }
};

class ValidationStack {
 public:
  explicit ValidationStack(const Module& module) : module_(module) {}

  bool ok() const { return error_.empty(); }
  const std::string& error() const { return error_; }
  void fail(std::string message);

  // For messages: what is being validated ("i32.add").
  void set_instruction(std::string_view text) { text_ = text; }

  void push(ValType type);
  void push(std::span<const ValType> types);
  // The operands of the innermost block.
  std::span<const ValType> operands() const {
    return std::span(operands_).last(available());
  }
  // Pops any type; bottom when the block cannot be reached.
  ValType pop();
  // Returns the actual type, which may be bottom.
  ValType pop(ValType expected);
  void pop(std::span<const ValType> types);
  // A reference of any kind; bottom is one.
  ValType pop_ref();
  // Whether the top of the stack could be popped as `types`; fails otherwise
  // and leaves the stack alone.
  void check_top(std::span<const ValType> types);
  // Pops and pushes: what stays on the stack has the types of the label.
  void retype(std::span<const ValType> types);

  void enter(Opcode opcode, BlockSignature signature, bool is_reachable);
  void enter(Opcode opcode, BlockSignature signature) {
    enter(opcode, signature, frames_.empty() || is_reachable());
  }
  // A catch or catch_all of a `try` that was left: what it takes is not there
  // again.
  void enter_handler(Opcode opcode, const ControlFrame& left);
  // Checks the results of the innermost block and removes it.
  ControlFrame leave();
  // The rest of the innermost block cannot be reached.
  void set_unreachable();

  bool has_frames() const { return !frames_.empty(); }
  size_t frame_count() const { return frames_.size(); }
  // By label depth; nullptr and a failure when there is no such label.
  const ControlFrame* label(uint32_t depth);
  const ControlFrame& innermost() const { return frames_.back(); }
  // Whether the next instruction can be reached.
  bool is_reachable() const {
    return frames_.back().is_reachable && !frames_.back().is_polymorphic;
  }

  void add_locals(bool are_initialised, size_t count);
  bool is_initialised(uint32_t local) const { return initialised_[local]; }
  void initialise(uint32_t local);

 private:
  // The operands of the innermost block.
  size_t available() const { return operands_.size() - frames_.back().height; }
  void fail_mismatch(std::string got, ValType expected);
  std::string role() const;

  const Module& module_;
  std::string error_;
  std::string_view text_;
  bool is_block_end_ = false;
  std::vector<ValType> operands_;
  std::vector<ControlFrame> frames_;
  std::vector<bool> initialised_;     // by local
  std::vector<uint32_t> init_stack_;  // locals set within the open blocks
};

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_VALIDATION_STACK_H_
