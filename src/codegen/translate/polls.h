// With --interruptible: where code lets MicroPython do what is pending, so that
// Ctrl-C, timers, USB and other threads need not wait until a function returns.
//
// Here it is a plain call of the runtime, at the head of each round of a loop.
// So LLVM knows that Python may change memory and globals there, and that what
// is in registers must be in memory. Once loops are what they will be, a pass
// has most rounds go past it (passes/poll_counts.h).
//
// What runs long without a loop calls itself, directly or not, in more than one
// place: one alone can go no deeper than the stack. So calls that may come back
// have a poll, too, but for the first of a function; and functions with tail
// calls, which are loops in disguise.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_POLLS_H_
#define WASM2MPY_CODEGEN_TRANSLATE_POLLS_H_

#include <cstdint>

#include <llvm/ADT/StringRef.h>

#include "codegen/translate/emitter.h"

namespace wasm2mpy::codegen {

// Of one function.
class Polls {
 public:
  Polls(Emitter& code, uint32_t function);

  void begin_body();
  void begin_round();
  // Before a call of an own function or import.
  void before_call(uint32_t callee);
  // Before a call through a table or a reference.
  void before_indirect_call();

 private:
  void poll(llvm::StringRef place);

  Emitter& code_;
  Context& context_;
  uint32_t function_;
  bool has_circular_call_ = false;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_POLLS_H_
