// Exceptions: `throw`, handlers in both encodings, and what is behind a call
// that can end with an exception.
//
// An exception is an rt_exception. One that leaves a function is noted in the
// instance (InstanceLayout::exception), and the function returns something;
// the caller looks there after each call that can throw. Within a function the
// way to a handler is a branch: each handler has a block, its pad, that takes
// the exception as a phi.
//
// Nothing outside of the module knows of the note. What others call of the
// functions that throw is their boundary, which raises a Python exception
// (rt_raise_exception); calls to the outside are guarded where the module has
// handlers, so that Python exceptions become such notes.
#include "codegen/abi/thunks.h"
#include "codegen/translate/boundary.h"
#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {

using wasm::CatchClause;
using wasm::Instruction;
using wasm::Opcode;

void FunctionTranslator::throw_exception(uint32_t tag) {
  const wasm::FuncType& type =
      context_.module.types[context_.module.tags[tag].type_index].func;
  llvm::Value* exception =
      call_runtime(RT_FUNCTION(rt_new_exception), {instance_, tag_object(tag)});
  std::vector<llvm::Value*> values = pop_many(type.params.size());
  for (size_t i = 0; i < values.size(); ++i) {
    store_to(
        values[i],
        slot_address(field_address(exception, context_.runtime.exception_slots),
                     type.params, i),
        Region::kInstance);
  }
  throw_to(handler(), exception);
}

llvm::Value* FunctionTranslator::tag_object(uint32_t tag) {
  return load_field(context_.instance.tags + tag * context_.target.word_size,
                    context_.pointer, true);
}

// How many frames there are up to the innermost one outside of the first
// `depth` ones that handles what is thrown within; 0: none does.
size_t FunctionTranslator::up_to_handler(uint32_t depth) const {
  size_t count = frames_.size() - depth;
  if (count == 0) return 0;
  FrameKind kind = frames_[count - 1].kind;
  return kind == FrameKind::kTry || kind == FrameKind::kTryTable
             ? count
             : frames_[count - 1].up_to_handler;
}

// That frame; null: the caller of the function.
FunctionTranslator::Frame* FunctionTranslator::handler(uint32_t depth) {
  size_t count = up_to_handler(depth);
  return count == 0 ? nullptr : &frames_[count - 1];
}

// Ends the block.
void FunctionTranslator::throw_to(Frame* handler, llvm::Value* exception) {
  if (handler) {
    make_pad(*handler)->addIncoming(exception, builder_.GetInsertBlock());
    builder_.CreateBr(handler->pad->getParent());
  } else {
    if (!type_) {
      call_runtime(RT_FUNCTION(rt_raise_exception), {instance_, exception});
      builder_.CreateUnreachable();
    } else {
      store_field(context_.instance.exception, exception);
      return_nothing();
    }
  }
  end_of_reachable_code();
}

// The results do not matter where an exception is noted.
void FunctionTranslator::return_nothing() {
  llvm::Type* result = function_.getReturnType();
  if (result->isVoidTy()) {
    builder_.CreateRetVoid();
  } else {
    builder_.CreateRet(llvm::PoisonValue::get(result));
  }
}

llvm::PHINode* FunctionTranslator::make_pad(Frame& handler) {
  if (!handler.pad) {
    Builder builder(new_block("pad"));
    handler.pad = builder.CreatePHI(context_.pointer, 2);
  }
  return handler.pad;
}

// Behind a call that can have noted an exception.
void FunctionTranslator::unwind_if_thrown(Frame* handler) {
  llvm::Value* exception =
      load_field(context_.instance.exception, context_.pointer);
  llvm::BasicBlock* next = new_block("");
  llvm::BasicBlock* target = nullptr;
  if (handler) {
    make_pad(*handler)->addIncoming(exception, builder_.GetInsertBlock());
    target = handler->pad->getParent();
  } else {
    if (!unwind_block_) {
      unwind_block_ = new_block("unwind");
      llvm::IRBuilderBase::InsertPointGuard guard(builder_);
      builder_.SetInsertPoint(unwind_block_);
      if (type_) {
        return_nothing();
      } else {
        call_runtime(RT_FUNCTION(rt_raise_exception),
                     {instance_, load_field(context_.instance.exception,
                                            context_.pointer)});
        builder_.CreateUnreachable();
      }
    }
    target = unwind_block_;
  }
  builder_.CreateCondBr(builder_.CreateIsNotNull(exception), target, next,
                        context_.unlikely());
  builder_.SetInsertPoint(next);
}

// From here on the exception is no longer on its way.
void FunctionTranslator::catch_exception() {
  store_field(context_.instance.exception,
              llvm::ConstantPointerNull::get(context_.pointer));
}

void FunctionTranslator::push_values(uint32_t tag, llvm::Value* exception) {
  const wasm::FuncType& type =
      context_.module.types[context_.module.tags[tag].type_index].func;
  for (size_t i = 0; i < type.params.size(); ++i) {
    push(load_from(
        context_.type_of(type.params[i]),
        slot_address(field_address(exception, context_.runtime.exception_slots),
                     type.params, i),
        Region::kInstance));
  }
}

llvm::Value* FunctionTranslator::has_tag(llvm::Value* exception, uint32_t tag) {
  llvm::Value* actual =
      load_from(context_.pointer,
                field_address(exception, context_.runtime.exception_tag),
                Region::kInstance);
  return builder_.CreateICmpEQ(actual, tag_object(tag));
}

// The clauses of a try_table that has been left, in the block of its pad.
void FunctionTranslator::dispatch(const Frame& frame) {
  llvm::IRBuilderBase::InsertPointGuard guard(builder_);
  bool reachable = reachable_;
  std::vector<llvm::Value*> operands = std::move(stack_);
  llvm::PHINode* exception = frame.pad;
  builder_.SetInsertPoint(exception->getParent());
  bool takes_all = false;
  for (const CatchClause& clause : frame.catches) {
    llvm::BasicBlock* next = nullptr;
    if (!clause.takes_all()) {
      llvm::BasicBlock* caught = new_block("catch");
      next = new_block("");
      builder_.CreateCondBr(has_tag(exception, clause.tag), caught, next);
      builder_.SetInsertPoint(caught);
    }
    stack_.clear();
    catch_exception();
    if (!clause.takes_all()) push_values(clause.tag, exception);
    if (clause.passes_reference()) push(exception);
    branch(clause.label);
    takes_all = clause.takes_all();
    if (takes_all) break;
    builder_.SetInsertPoint(next);
  }
  if (!takes_all) throw_to(handler(), exception);
  stack_ = std::move(operands);
  reachable_ = reachable;
}

void FunctionTranslator::begin_try_table(const Instruction& instruction) {
  begin_block(instruction);
  if (instruction.catches.empty()) return;
  frames_.back().kind = FrameKind::kTryTable;
  frames_.back().catches = instruction.catches;
}

// Ends what is before the handler, and begins it.
void FunctionTranslator::begin_handler(const Instruction& instruction) {
  Frame& frame = frames_.back();
  if (frame.kind == FrameKind::kDead) return;
  if (reachable_) {
    add_incoming(frame.end_phis);
    builder_.CreateBr(frame.end);
  }
  if (frame.kind == FrameKind::kTry && frame.pad)
    frame.dispatch = frame.pad->getParent();
  frame.kind = FrameKind::kCatch;
  stack_.resize(frame.height);
  reachable_ = frame.dispatch != nullptr;
  if (!reachable_) return;
  builder_.SetInsertPoint(frame.dispatch);
  frame.dispatch = nullptr;
  if (instruction.opcode == Opcode::kCatch) {
    llvm::BasicBlock* caught = new_block("catch");
    frame.dispatch = new_block("");
    builder_.CreateCondBr(has_tag(frame.pad, instruction.index), caught,
                          frame.dispatch);
    builder_.SetInsertPoint(caught);
  }
  catch_exception();
  if (instruction.opcode == Opcode::kCatch)
    push_values(instruction.index, frame.pad);
}

// What no handler of a construct that has been left took.
void FunctionTranslator::pass_on(const Frame& frame, Frame* outer) {
  llvm::BasicBlock* block = frame.dispatch;
  if (frame.kind == FrameKind::kTry && frame.pad)
    block = frame.pad->getParent();
  if (!block) return;
  llvm::IRBuilderBase::InsertPointGuard guard(builder_);
  bool reachable = reachable_;
  builder_.SetInsertPoint(block);
  throw_to(outer, frame.pad);
  reachable_ = reachable;
}

void FunctionTranslator::translate_delegate(const Instruction& instruction) {
  if (frames_.back().kind == FrameKind::kDead) {
    frames_.pop_back();
    return;
  }
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  pass_on(frame, handler(instruction.index));
  frame.pad = nullptr;
  close_block(frame);
}

void FunctionTranslator::throw_reference() {
  llvm::Value* exception = pop_raw();
  trap_if(builder_.CreateIsNull(exception), Trap::kNullException);
  throw_to(handler(), exception);
}

llvm::Function* define_boundary(Context& context, uint32_t index) {
  llvm::Function* inner = context.function(index);
  llvm::Function* function = llvm::Function::Create(
      inner->getFunctionType(), llvm::GlobalValue::InternalLinkage,
      "outside." + context.module.function_name(index), context.out);
  function->setCallingConv(context.calling_convention);
  context.add_attributes(*function);
  function->addFnAttr(llvm::Attribute::OptimizeForSize);
  auto block = [&] {
    return llvm::BasicBlock::Create(context.llvm, "", function);
  };
  Builder builder(block());
  llvm::SmallVector<llvm::Value*, 8> arguments;
  for (llvm::Argument& argument : function->args())
    arguments.push_back(&argument);
  llvm::CallInst* call = builder.CreateCall(inner, arguments);
  call->setCallingConv(context.calling_convention);
  llvm::Value* instance = function->getArg(0);
  llvm::Value* exception = builder.CreateLoad(
      context.pointer, builder.CreateConstInBoundsGEP1_32(
                           context.i8, instance, context.instance.exception));
  llvm::BasicBlock* raises = block();
  llvm::BasicBlock* returns = block();
  builder.CreateCondBr(builder.CreateIsNotNull(exception), raises, returns,
                       context.unlikely());
  builder.SetInsertPoint(raises);
  context
      .call_runtime(builder, RT_FUNCTION(rt_raise_exception),
                    {instance, exception})
      ->setDoesNotReturn();
  builder.CreateUnreachable();
  builder.SetInsertPoint(returns);
  return_result(builder, call);
  return function;
}

}  // namespace wasm2mpy::codegen
