#include "codegen/translate/polls.h"

#include "codegen/marks.h"

namespace wasm2mpy::codegen {

Polls::Polls(Emitter& code, uint32_t function)
    : code_(code), context_(code.context()), function_(function) {}

void Polls::poll(llvm::StringRef place) {
  llvm::Value* call =
      code_.call_runtime(RT_FUNCTION(rt_poll), {code_.instance()});
  llvm::cast<llvm::CallInst>(call)->addFnAttr(
      llvm::Attribute::get(context_.llvm, marks::kPoll, place));
}

void Polls::begin_body() {
  if (context_.facts.functions[function_].tail_calls) poll(marks::kPollOfCall);
}

void Polls::begin_round() { poll(marks::kPollOfLoop); }

void Polls::before_call(uint32_t callee) {
  // Where it leads is not known, as with a call through a reference.
  if (context_.module.functions[callee].import) return before_indirect_call();
  if (!context_.polls->is_circular(function_, callee)) return;
  if (has_circular_call_) poll(marks::kPollOfCall);
  has_circular_call_ = true;
}

void Polls::before_indirect_call() {
  // Where it leads is not known, or to one of several functions.
  const FunctionFacts& facts = context_.facts.functions[function_];
  if (facts.calls_unknown || context_.polls->is_in_circle(function_))
    poll(marks::kPollOfCall);
}

}  // namespace wasm2mpy::codegen
