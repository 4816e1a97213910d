// Validation of instructions on structures, arrays and i31, and of what
// converts between hierarchies (specification 3.0, "Validation /
// Instructions"). Bodies and constant expressions share it.
#ifndef WASM2MPY_WASM_AGGREGATE_VALIDATOR_H_
#define WASM2MPY_WASM_AGGREGATE_VALIDATOR_H_

#include <cstdint>

#include "wasm/module.h"
#include "wasm/validation_stack.h"

namespace wasm2mpy::wasm {

class AggregateValidator {
 public:
  AggregateValidator(const Module& module, ValidationStack& stack)
      : module_(module), stack_(stack) {}

  // One of the instructions below; all of them are of the gc proposal. Segments
  // that it names exist. Failures go to the stack.
  void validate(Instruction& instruction);

 private:
  void validate_struct(Instruction& instruction);
  void make_struct(const SubType& type, const Instruction& instruction);
  void validate_new_array(const Instruction& instruction);
  void validate_array(Instruction& instruction);
  void copy_array(Instruction& instruction);
  void validate_cast(Instruction& instruction);
  const SubType* type_of(uint32_t index, SubType::Composite composite);
  bool check_default(ValType type);
  bool check_mutable(const FieldType& field, const Instruction& instruction);
  bool check_packing(ValType type, bool is_extending);
  bool check_numeric(ValType type);
  bool check_segment(uint32_t segment, ValType type);
  // Pops what may be null; returns the actual type.
  ValType pop_nullable(HeapType heap) {
    return stack_.pop(ValType::ref(heap, true));
  }
  void push_reference(HeapType heap) { stack_.push(ValType::ref(heap, false)); }

  const Module& module_;
  ValidationStack& stack_;
};

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_AGGREGATE_VALIDATOR_H_
