// Validation of the instructions of one function body: internal to
// read_function().
#ifndef WASM2MPY_WASM_FUNCTION_VALIDATOR_H_
#define WASM2MPY_WASM_FUNCTION_VALIDATOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wasm/aggregate_validator.h"
#include "wasm/call.h"
#include "wasm/module.h"
#include "wasm/opcode.h"
#include "wasm/validation_stack.h"

namespace wasm2mpy::wasm {

class FunctionValidator {
 public:
  FunctionValidator(const Module& module, uint32_t function_index);

  bool ok() const { return stack_.ok(); }
  const std::string& error() const { return stack_.error(); }
  // Whether the function's own `end` was validated.
  bool is_done() const { return !stack_.has_frames(); }

  void add_locals(ValType type, size_t count);
  const std::vector<ValType>& locals() const { return locals_; }
  std::vector<ValType> take_locals() { return std::move(locals_); }

  // Checks the instruction and fills in what instruction.h promises.
  void validate(Instruction& instruction);

 private:
  // function_validator.cc
  void validate_special(const OpcodeInfo& info, Instruction& instruction);
  void apply_signature(const OpcodeInfo& info, const Instruction& instruction);
  ValType signature_type(char code, const Instruction& instruction);
  void check_immediates(const OpcodeInfo& info, const Instruction& instruction);
  void check_mem_arg(const OpcodeInfo& info, const Instruction& instruction);
  void check_lane(const OpcodeInfo& info, uint32_t lane, uint32_t lanes);
  void check_shuffle(const Instruction& instruction);
  void check_data(uint32_t index);
  bool check_index(std::string_view what, uint32_t index, size_t count);
  bool check_type(ValType type);
  bool check_func_type(uint32_t index);
  ValType address_type(const Limits& limits) const;
  ValType memory_address(uint32_t index) const;
  ValType table_address(uint32_t index) const;

  void validate_local(Instruction& instruction);
  void validate_global(Instruction& instruction);
  void validate_table(Instruction& instruction);
  void validate_copy(Instruction& instruction);
  void validate_select(Instruction& instruction);
  void validate_reference(Instruction& instruction);

  // control_validator.cc
  void validate_control(Instruction& instruction);
  void validate_block(Instruction& instruction);
  void validate_else(Instruction& instruction);
  void validate_end(Instruction& instruction);
  void push_results(const ControlFrame& frame);
  void validate_branch(Instruction& instruction);
  void validate_branch_table(Instruction& instruction);
  void validate_branch_on_null(Instruction& instruction);
  void validate_branch_on_cast(const Instruction& instruction);
  void validate_call(Instruction& instruction, const Call& call);
  void apply_call(const FuncType& type, bool is_return);
  std::optional<BlockSignature> resolve_block(Instruction& instruction);

  // exception_validator.cc
  void validate_exception(Instruction& instruction);
  void check_catch(const CatchClause& clause);
  void validate_handler(Instruction& instruction);
  void validate_delegate(Instruction& instruction);
  const std::vector<ValType>& tag_params(uint32_t tag) const;

  const Module& module_;
  const FuncType& type_;
  std::vector<ValType> locals_;
  ValidationStack stack_;
  AggregateValidator aggregates_;
  size_t block_type_entries_ = 0;
  // By frame (outermost first): the offset of the last br_table that checked
  // it, so that a label that is repeated costs nothing.
  std::vector<uint32_t> checked_by_;
};

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_FUNCTION_VALIDATOR_H_
