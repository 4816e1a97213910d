// With --interruptible: where code lets MicroPython do what is pending, so that
// Ctrl-C, timers, USB and other threads need not wait until a function returns.
//
// A counter goes down with each round of a loop; when it is below 0 the runtime
// is called, and it begins again. A function with loops has it in a local
// variable, which LLVM keeps in a register: two instructions in a round.
// Between functions it is in the instance.
//
// What runs long without a loop calls itself, directly or not, in more than one
// place: one alone can go no deeper than the stack. So calls that may come back
// count, too, but for the first of a function; and functions with tail calls,
// which are loops in disguise.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_POLLS_H_
#define WASM2MPY_CODEGEN_TRANSLATE_POLLS_H_

#include <cstdint>
#include <vector>

#include "analysis/facts.h"
#include "codegen/translate/emitter.h"

namespace wasm2mpy::codegen {

// Of one function.
class Polls {
 public:
  Polls(Emitter& code, uint32_t function);

  void begin_body();
  void begin_round();
  // Around a call of an own function or import.
  void before_call(uint32_t callee);
  void after_call(uint32_t callee);
  // Around a call through a table or a reference.
  void before_indirect_call();
  void after_indirect_call();
  // Also by a tail call.
  void before_return();

 private:
  llvm::Value* load();
  void store(llvm::Value* left);
  void leave_counter();
  void take_counter();
  void count();
  bool is_import(uint32_t function) const;

  Emitter& code_;
  Context& context_;
  Builder& builder_;
  uint32_t function_;
  llvm::AllocaInst* counter_ = nullptr;  // null: that in the instance
  bool has_circular_call_ = false;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_POLLS_H_
