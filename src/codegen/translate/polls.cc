#include "codegen/translate/polls.h"

#include "codegen/marks.h"

namespace wasm2mpy::codegen {

Polls::Polls(Emitter& code, uint32_t function)
    : code_(code),
      context_(code.context()),
      builder_(code.builder()),
      function_(function) {}

llvm::Value* Polls::load() {
  if (counter_) return builder_.CreateLoad(context_.i32, counter_);
  return code_.load_field(context_.instance.rounds, context_.i32);
}

void Polls::store(llvm::Value* left) {
  if (counter_) {
    builder_.CreateStore(left, counter_);
  } else {
    code_.store_field(context_.instance.rounds, left);
  }
}

void Polls::leave_counter() {
  if (counter_) code_.store_field(context_.instance.rounds, load());
}

void Polls::take_counter() {
  if (counter_) store(code_.load_field(context_.instance.rounds, context_.i32));
}

void Polls::count() {
  llvm::Value* left = builder_.CreateSub(load(), builder_.getInt32(1));
  store(left);
  llvm::BasicBlock* poll = code_.new_block("poll");
  llvm::BasicBlock* next = code_.new_block("");
  builder_
      .CreateCondBr(builder_.CreateICmpSLT(left, builder_.getInt32(0)), poll,
                    next, context_.unlikely())
      ->setMetadata(marks::kPollBranch, llvm::MDNode::get(context_.llvm, {}));
  builder_.SetInsertPoint(poll);
  llvm::Value* call =
      code_.call_runtime(RT_FUNCTION(rt_poll), {code_.instance()});
  llvm::cast<llvm::CallInst>(call)->addFnAttr(
      llvm::Attribute::get(context_.llvm, marks::kPoll));
  store(builder_.getInt32(RT_POLL_ROUNDS));
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
}

// Where it leads is not known, as with a call through a reference.
bool Polls::is_import(uint32_t function) const {
  return context_.module.functions[function].import.has_value();
}

void Polls::begin_body() {
  const FunctionFacts& facts = context_.facts.functions[function_];
  if (facts.has_loop) {
    counter_ = code_.at_entry().CreateAlloca(context_.i32);
    take_counter();
  }
  if (facts.tail_calls) count();
}

void Polls::begin_round() { count(); }

void Polls::before_call(uint32_t callee) {
  if (is_import(callee)) return before_indirect_call();
  if (context_.polls->is_circular(function_, callee)) {
    if (has_circular_call_) count();
    has_circular_call_ = true;
  }
  if (context_.polls->may_poll(callee)) leave_counter();
}

void Polls::after_call(uint32_t callee) {
  if (is_import(callee) || context_.polls->may_poll(callee)) take_counter();
}

void Polls::before_indirect_call() {
  // Where it leads is not known, or to one of several functions.
  const FunctionFacts& facts = context_.facts.functions[function_];
  if (facts.calls_unknown || context_.polls->is_in_circle(function_)) count();
  leave_counter();
}

void Polls::after_indirect_call() { take_counter(); }

void Polls::before_return() { leave_counter(); }

}  // namespace wasm2mpy::codegen
