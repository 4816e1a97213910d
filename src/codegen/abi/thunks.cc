#include "codegen/abi/thunks.h"

namespace wasm2mpy::codegen {
namespace {

// Where the value with that index is.
llvm::Value* slot(Context& context, Builder& builder, llvm::Value* slots,
                  const std::vector<wasm::ValType>& types, size_t index) {
  return builder.CreateConstInBoundsGEP1_64(context.slot, slots,
                                            slot_of(types, index));
}

llvm::Function* make_function(Context& context, llvm::FunctionType* type,
                              const char* name) {
  llvm::Function* function = llvm::Function::Create(
      type, llvm::GlobalValue::InternalLinkage, name, context.out);
  context.add_attributes(*function);
  function->addFnAttr(llvm::Attribute::OptimizeForSize);
  return function;
}

}  // namespace

llvm::Function* make_enter(Context& context, const wasm::FuncType& type) {
  llvm::Function* function =
      make_function(context, context.function_type(kEnterSignature), "enter");
  Builder builder(llvm::BasicBlock::Create(context.llvm, "", function));
  llvm::Value* slots = function->getArg(2);

  std::vector<llvm::Value*> arguments = {function->getArg(0)};
  // All parameters are read before the first result is written.
  if (Context::has_result_pointer(type)) arguments.push_back(slots);
  bool in_slots = context.passes_slots(type);
  if (in_slots) arguments.push_back(slots);
  for (size_t i = 0; i < (in_slots ? 0 : type.params.size()); ++i) {
    arguments.push_back(
        context.load_slot(builder, context.type_of(type.params[i]),
                          slot(context, builder, slots, type.params, i)));
  }
  llvm::CallInst* call = builder.CreateCall(context.function_type(type),
                                            function->getArg(1), arguments);
  call->setCallingConv(context.calling_convention);
  if (type.results.size() == 1) context.store_slot(builder, call, slots);
  builder.CreateRetVoid();
  return function;
}

namespace {

// A function of the type that hands its parameters over in slots.
template <class Call>
llvm::Function* make_bridge(Context& context, const wasm::FuncType& type,
                            const char* name, const Call& call) {
  llvm::Function* function =
      make_function(context, context.function_type(type), name);
  function->setCallingConv(context.calling_convention);
  Builder builder(llvm::BasicBlock::Create(context.llvm, "", function));
  bool many = Context::has_result_pointer(type);
  unsigned first_param = many ? 2 : 1;
  llvm::Value* slots;
  if (context.passes_slots(type)) {
    slots = function->getArg(first_param);
  } else {
    slots = builder.CreateAlloca(llvm::ArrayType::get(
        context.slot, std::max(Context::slots_of(type), size_t{1})));
    for (size_t i = 0; i < type.params.size(); ++i) {
      context.store_slot(builder, function->getArg(unsigned(first_param + i)),
                         slot(context, builder, slots, type.params, i));
    }
  }
  call(builder, function->getArg(0), slots);
  if (type.results.size() == 1) {
    builder.CreateRet(
        context.load_slot(builder, context.type_of(type.results[0]), slots));
    return function;
  }
  for (size_t i = 0; i < (many ? type.results.size() : 0); ++i) {
    llvm::Type* result = context.type_of(type.results[i]);
    context.store_slot(
        builder,
        context.load_slot(builder, result,
                          slot(context, builder, slots, type.results, i)),
        slot(context, builder, function->getArg(1), type.results, i));
  }
  builder.CreateRetVoid();
  return function;
}

}  // namespace

llvm::Function* make_leave(Context& context, const wasm::FuncType& type,
                           bool tells) {
  return make_bridge(
      context, type, "leave",
      [&](Builder& builder, llvm::Value* import, llvm::Value* slots) {
        context.call_runtime(builder,
                             tells ? RT_FUNCTION(rt_import_call_told)
                                   : RT_FUNCTION(rt_import_call),
                             {import, slots});
      });
}

llvm::Function* make_guard(Context& context, const wasm::FuncType& type,
                           uint32_t reference) {
  return make_bridge(
      context, type, "guard",
      [&](Builder& builder, llvm::Value* instance, llvm::Value* slots) {
        llvm::Value* function = builder.CreateLoad(
            context.pointer, builder.CreateConstInBoundsGEP1_32(
                                 context.i8, instance, reference));
        context.call_runtime(builder, RT_FUNCTION(rt_guarded_call),
                             {instance, function, slots});
      });
}

}  // namespace wasm2mpy::codegen
