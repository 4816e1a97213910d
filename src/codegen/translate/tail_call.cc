// return_call, return_call_indirect, return_call_ref.
//
// Where LLVM's tailcc works, a tail call is a jump. Elsewhere a function with
// tail calls is split. Its body does not call; it notes in the instance whom
// to call with which arguments (InstanceLayout::tail_call) and returns. The
// function proper, the trampoline, calls the body, and as long as something
// is noted, calls that.
//
// What it calls may be a trampoline again, whose loop would nest in this one,
// once for each tail call. So the caller leaves the callee's address in
// `entered`: a trampoline that finds its own address there was called by
// another trampoline, runs its body once and leaves the rest to the caller.
// The address, and not a flag, because the callee may be any function, and
// one without tail calls takes no notice.
//
// A tail call of an import is an ordinary call: another module's function has
// its notes in its own instance. Endless tail calls to and fro between
// modules therefore use stack on these targets.
#include "codegen/translate/tail_call.h"

#include "codegen/stack/check.h"
#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {

void FunctionTranslator::tail_call_function(uint32_t function) {
  const wasm::Function& callee = context_.module.functions[function];
  bool by_call =
      context_.target.tail_calls == target::TailCalls::kTrampoline &&
      (callee.import || !context_.facts.functions[function].tail_calls);
  if (by_call) {
    call_function(function, nullptr);
    branch(uint32_t(frames_.size() - 1));
  } else {
    emit_tail_call(callee_of_function(function), callee.type_index);
  }
}

void FunctionTranslator::emit_tail_call(const Callee& callee,
                                        uint32_t type_index) {
  if (context_.target.tail_calls == target::TailCalls::kTrampoline) {
    leave_to_trampoline(callee, type_index);
  } else {
    jump_to(callee, context_.module.types[type_index].func);
  }
  end_of_reachable_code();
}

void FunctionTranslator::jump_to(const Callee& callee,
                                 const wasm::FuncType& type) {
  assert(!context_.passes_slots(type) && "the slots would go with the frame");
  std::vector<llvm::Value*> arguments = {callee.instance};
  // Caller and callee have the same results, so the place for them is shared.
  if (Context::has_result_pointer(type)) arguments.push_back(results_);
  for (llvm::Value* value : pop_many(type.params.size()))
    arguments.push_back(value);
  llvm::CallInst* call =
      builder_.CreateCall(context_.function_type(type), callee.code, arguments);
  call->setCallingConv(context_.calling_convention);
  call->setTailCallKind(llvm::CallInst::TCK_MustTail);
  if (type.results.size() == 1) {
    builder_.CreateRet(call);
  } else {
    builder_.CreateRetVoid();
  }
}

void FunctionTranslator::leave_to_trampoline(const Callee& callee,
                                             uint32_t type_index) {
  const wasm::FuncType& type = context_.module.types[type_index].func;
  uint32_t word = context_.target.word_size;
  uint32_t note = context_.instance.tail_call;
  std::vector<llvm::Value*> arguments = pop_many(type.params.size());
  for (size_t i = 0; i < arguments.size(); ++i)
    store_field(context_.instance.tail_slots +
                    uint32_t(RT_SLOT_BYTES * slot_of(type.params, i)),
                arguments[i]);
  store_field(note, context_.enter_thunk(type_index));
  store_field(note + word, callee.code);
  store_field(note + 2 * word, callee.instance);
  llvm::Type* result = function_.getReturnType();
  if (result->isVoidTy()) {
    builder_.CreateRetVoid();
  } else {
    builder_.CreateRet(llvm::Constant::getNullValue(result));
  }
}

namespace {

class Trampoline {
 public:
  Trampoline(Context& context, uint32_t index)
      : context_(context),
        type_(context.module.func_type(index)),
        function_(*context.function(index)),
        body_(*context.body_function(index)),
        builder_(llvm::BasicBlock::Create(context.llvm, "entry", &function_)),
        instance_(function_.getArg(0)),
        ahead_(context.stack.ahead[index]) {}

  void build();

 private:
  llvm::Value* field(uint32_t offset) {
    return builder_.CreateConstInBoundsGEP1_32(context_.i8, instance_, offset);
  }
  llvm::Value* note(uint32_t index) {
    return field(context_.instance.tail_call +
                 index * context_.target.word_size);
  }
  llvm::Value* slot(llvm::Value* slots, size_t index) {
    return builder_.CreateConstInBoundsGEP1_64(context_.slot, slots, index);
  }
  llvm::BasicBlock* block(const char* name) {
    return llvm::BasicBlock::Create(context_.llvm, name, &function_);
  }
  llvm::Value* null() {
    return llvm::ConstantPointerNull::get(context_.pointer);
  }
  void call_body(llvm::Value* results);
  void call_noted(llvm::Value* slots);
  void return_results(llvm::Value* slots);

  // The words of a note.
  static constexpr uint32_t kEnter = 0;
  static constexpr uint32_t kCode = 1;
  static constexpr uint32_t kContext = 2;
  static constexpr uint32_t kEntered = 3;

  Context& context_;
  const wasm::FuncType& type_;
  llvm::Function& function_;
  llvm::Function& body_;
  Builder builder_;
  llvm::Value* instance_;
  uint32_t ahead_;
};

void Trampoline::call_body(llvm::Value* results) {
  std::vector<llvm::Value*> arguments;
  for (llvm::Argument& argument : function_.args())
    arguments.push_back(&argument);
  if (Context::has_result_pointer(type_)) arguments[1] = results;
  llvm::CallInst* call = builder_.CreateCall(&body_, arguments);
  call->setCallingConv(context_.calling_convention);
  if (type_.results.size() == 1) context_.store_slot(builder_, call, results);
}

// Takes the note before the call: the callee leaves its own.
void Trampoline::call_noted(llvm::Value* slots) {
  llvm::PointerType* pointer = context_.pointer;
  for (uint32_t i = 0; i < context_.facts.max_tail_slots; ++i) {
    llvm::Value* from = field(context_.instance.tail_slots + RT_SLOT_BYTES * i);
    builder_.CreateStore(builder_.CreateLoad(context_.slot, from),
                         slot(slots, i));
  }
  llvm::Value* enter = builder_.CreateLoad(pointer, note(kEnter));
  llvm::Value* code = builder_.CreateLoad(pointer, note(kCode));
  llvm::Value* context = builder_.CreateLoad(pointer, note(kContext));
  builder_.CreateStore(null(), note(kCode));
  builder_.CreateStore(
      builder_.CreateSelect(builder_.CreateICmpEQ(context, instance_), code,
                            null()),
      note(kEntered));
  builder_.CreateCall(context_.function_type(kEnterSignature), enter,
                      {context, code, slots});
}

void Trampoline::return_results(llvm::Value* slots) {
  if (type_.results.size() == 1) {
    builder_.CreateRet(context_.load_slot(
        builder_, context_.type_of(type_.results[0]), slots));
    return;
  }
  size_t count =
      Context::has_result_pointer(type_) ? slots_of(type_.results) : 0;
  for (size_t i = 0; i < count; ++i) {
    builder_.CreateStore(builder_.CreateLoad(context_.slot, slot(slots, i)),
                         slot(function_.getArg(1), i));
  }
  builder_.CreateRetVoid();
}

void Trampoline::build() {
  size_t n_slots = std::max<size_t>(
      {context_.facts.max_tail_slots, slots_of(type_.results), 1});
  llvm::Value* slots =
      builder_.CreateAlloca(llvm::ArrayType::get(context_.slot, n_slots));
  llvm::Value* is_entered = builder_.CreateICmpEQ(
      builder_.CreateLoad(context_.pointer, note(kEntered)), &function_);
  builder_.CreateStore(null(), note(kEntered));
  // It may trap, and whoever calls this function next must not find its
  // address.
  if (ahead_) emit_stack_check(context_, builder_, instance_, ahead_);
  call_body(slots);
  llvm::BasicBlock* loop = block("loop");
  llvm::BasicBlock* next = block("next");
  llvm::BasicBlock* done = block("done");
  builder_.CreateCondBr(is_entered, done, loop);
  builder_.SetInsertPoint(loop);
  llvm::Value* code = builder_.CreateLoad(context_.pointer, note(kCode));
  builder_.CreateCondBr(builder_.CreateIsNull(code), done, next);
  builder_.SetInsertPoint(next);
  call_noted(slots);
  builder_.CreateBr(loop);
  builder_.SetInsertPoint(done);
  return_results(slots);
}

}  // namespace

void define_trampoline(Context& context, uint32_t function) {
  Trampoline(context, function).build();
}

}  // namespace wasm2mpy::codegen
