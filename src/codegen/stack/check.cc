#include "codegen/stack/check.h"

#include <llvm/IR/InlineAsm.h>

namespace wasm2mpy::codegen {

namespace {

llvm::Value* read_stack_pointer(Context& context, Builder& builder) {
  std::string_view how = context.target.read_stack_pointer;
  if (how.contains('$')) {
    return builder.CreateCall(
        llvm::InlineAsm::get(llvm::FunctionType::get(context.word, false),
                             std::string(how), "=r", false));
  }
  llvm::MDNode* name =
      llvm::MDNode::get(context.llvm, llvm::MDString::get(context.llvm, how));
  return builder.CreateIntrinsic(
      llvm::Intrinsic::read_register, {context.word},
      {llvm::MetadataAsValue::get(context.llvm, name)});
}

}  // namespace

void emit_stack_check(Context& context, Builder& builder, llvm::Value* instance,
                      uint32_t ahead) {
  llvm::Function* function = builder.GetInsertBlock()->getParent();
  auto new_block = [&](const char* name) {
    return llvm::BasicBlock::Create(context.llvm, name, function);
  };
  // Read behind the prologue, so that the function's own frame is counted.
  llvm::Value* lowest = read_stack_pointer(context, builder);
  llvm::Value* size = llvm::ConstantInt::get(context.word, ahead);
  // Cannot wrap around: no memory for a stack begins at address 0.
  if (ahead) lowest = builder.CreateSub(lowest, size);
  llvm::LoadInst* limit = builder.CreateLoad(
      context.word,
      builder.CreateConstInBoundsGEP1_32(context.i8, instance,
                                         context.runtime.instance_stack_limit));
  limit->setMetadata(llvm::LLVMContext::MD_tbaa,
                     context.tag(Region::kInstance));
  llvm::BasicBlock* slow = new_block("stack_check");
  llvm::BasicBlock* next = new_block("");
  builder.CreateCondBr(builder.CreateICmpULT(lowest, limit), slow, next,
                       context.unlikely());
  builder.SetInsertPoint(slow);
  if (ahead) {
    context.call_runtime(builder, RT_FUNCTION(rt_stack_check_ahead),
                         {instance, size});
  } else {
    context.call_runtime(builder, RT_FUNCTION(rt_stack_check), {instance});
  }
  builder.CreateBr(next);
  builder.SetInsertPoint(next);
}

void define_check_ahead(Context& context, uint32_t index) {
  llvm::Function& function = *context.function(index);
  Builder builder(llvm::BasicBlock::Create(context.llvm, "entry", &function));
  emit_stack_check(context, builder, function.getArg(0),
                   context.stack.ahead[index]);
  std::vector<llvm::Value*> arguments;
  for (llvm::Argument& argument : function.args())
    arguments.push_back(&argument);
  llvm::CallInst* call =
      builder.CreateCall(context.body_function(index), arguments);
  call->setCallingConv(context.calling_convention);
  // A frame here for each tail call of the body would not be a tail call.
  call->setTailCallKind(context.target.tail_calls ==
                                target::TailCalls::kConvention
                            ? llvm::CallInst::TCK_MustTail
                            : llvm::CallInst::TCK_Tail);
  return_result(builder, call);
}

}  // namespace wasm2mpy::codegen
