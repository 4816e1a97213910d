// Calls: direct, through tables and references, and tail calls. For tables that
// never change see table_calls.h.
//
// A function reference is an rt_func: code, instance and type. Imported
// functions are references in the instance, whoever provides them, so a call
// of another module's function or of a Python callable looks the same.
#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;

FunctionTranslator::Callee FunctionTranslator::callee_of_reference(
    llvm::Value* reference, uint32_t type_index) {
  // Code and instance of an rt_func never change.
  auto field = [&](uint32_t offset) {
    return load_from(context_.pointer, field_address(reference, offset),
                     Region::kInstance, true);
  };
  const ExceptionFacts& exceptions = context_.facts.exceptions;
  uint32_t canonical = context_.module.types[type_index].canonical;
  Callee callee = {nullptr, field(context_.runtime.func_context)};
  if (!exceptions.catches && !exceptions.throwing_types.contains(canonical)) {
    callee.code = field(context_.runtime.func_code);
    return callee;
  }
  // An own function notes its exception; what a reference leads others to is
  // its boundary. One of another module is guarded.
  llvm::BasicBlock* own = new_block("own");
  llvm::BasicBlock* foreign = new_block("foreign");
  llvm::BasicBlock* next = new_block("");
  builder_.CreateCondBr(builder_.CreateICmpEQ(callee.instance, instance_), own,
                        foreign);
  builder_.SetInsertPoint(own);
  llvm::Value* inner = field(context_.runtime.func_inner);
  builder_.CreateBr(next);
  builder_.SetInsertPoint(foreign);
  llvm::Value* code;
  if (exceptions.catches) {
    store_field(context_.instance.foreign, reference);
    code = context_.guard_thunk(type_index);
    callee.instance = instance_;
  } else {
    code = field(context_.runtime.func_code);
  }
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
  llvm::PHINode* phi = builder_.CreatePHI(context_.pointer, 2);
  phi->addIncoming(inner, own);
  phi->addIncoming(code, foreign);
  callee.code = phi;
  return callee;
}

// Whether windows of a lean memory may be elsewhere after a call of it.
bool FunctionTranslator::may_move(uint32_t function) const {
  const FunctionFacts& facts = context_.facts.functions[function];
  return facts.moves_memory ||
         (context_.memory.stack_top != 0 && facts.deepens_stack);
}

FunctionTranslator::Callee FunctionTranslator::callee_of_function(
    uint32_t function) {
  if (!context_.module.functions[function].import)
    return {context_.function(function), instance_,
            context_.memory.is_lean(0) && !polls_ && !may_move(function)};
  if (context_.facts.exceptions.catches)
    return {context_.table_calls.code_of(function), instance_};
  uint32_t number = context_.instance.ref_of_function[function];
  llvm::Value* reference =
      load_field(context_.instance.refs + number * context_.target.word_size,
                 context_.pointer, true);
  auto field = [&](uint32_t offset) {
    return load_from(context_.pointer, field_address(reference, offset),
                     Region::kInstance, true);
  };
  return {field(context_.runtime.func_code),
          field(context_.runtime.func_context)};
}

FunctionTranslator::Callee FunctionTranslator::callee_of_element(
    const Instruction& instruction) {
  uint32_t table = instruction.index;
  uint32_t type_index = instruction.index2;
  if (context_.facts.constant_tables[table])
    return callee_of_constant_element(instruction);
  llvm::Value* address =
      element_address(table, pop_raw(), Trap::kUndefinedElement);
  llvm::Value* reference = load_from(context_.pointer, address, Region::kTable);
  trap_if(builder_.CreateIsNull(reference), Trap::kUninitializedElement);

  // Equal types of one module have one address; only a function of another
  // module can have an equal type elsewhere.
  llvm::Value* actual = load_from(
      context_.pointer, field_address(reference, context_.runtime.func_type),
      Region::kInstance, true);
  llvm::Value* expected = context_.type_descriptor(type_index);
  llvm::BasicBlock* compare = new_block("compare_types");
  llvm::BasicBlock* next = new_block("");
  builder_.CreateCondBr(builder_.CreateICmpEQ(actual, expected), next, compare,
                        context_.likely());
  builder_.SetInsertPoint(compare);
  llvm::Value* equal =
      context_.module.types[type_index].is_final
          ? call_runtime(RT_FUNCTION(rt_type_equal), {actual, expected})
          : call_runtime(RT_FUNCTION(rt_type_matches), {actual, expected});
  builder_.CreateCondBr(is_true(equal), next,
                        trap_block(Trap::kIndirectCallType));
  builder_.SetInsertPoint(next);
  return callee_of_reference(reference, type_index);
}

// All calls of the function that miss at one site share a block.
void FunctionTranslator::miss_if(llvm::Value* condition, uint32_t table,
                                 llvm::Value* index) {
  llvm::Constant* site = this->site();
  llvm::PHINode*& missed = missed_indices_[{table, site}];
  if (!missed) {
    Builder builder(new_block("miss"));
    missed = builder.CreatePHI(index->getType(), 2);
    llvm::SmallVector<llvm::Value*, 3> arguments = {instance_, missed};
    if (site) arguments.push_back(site);
    builder.CreateCall(context_.table_calls.miss(table), arguments)
        ->setDoesNotReturn();
    builder.CreateUnreachable();
  }
  missed->addIncoming(index, builder_.GetInsertBlock());
  llvm::BasicBlock* next = new_block("");
  builder_.CreateCondBr(condition, missed->getParent(), next,
                        context_.unlikely());
  builder_.SetInsertPoint(next);
}

FunctionTranslator::Callee FunctionTranslator::callee_of_constant_element(
    const Instruction& instruction) {
  uint32_t table = instruction.index;
  const TableSlots& slots =
      context_.table_calls.slots(table, instruction.index2);
  llvm::Value* index = pop_raw();
  llvm::Type* type = index->getType();
  llvm::Value* at = builder_.CreateSub(
      index, llvm::ConstantInt::get(type, slots.range.begin));
  llvm::Value* is_outside = builder_.CreateICmpUGE(
      at, llvm::ConstantInt::get(type, slots.range.size()));
  // A call of another type misses, too, and the two share a block.
  if (slots.range.size() == context_.facts.constant_tables[table]->size &&
      !slots.types) {
    trap_if(is_outside, Trap::kUndefinedElement);
  } else {
    miss_if(is_outside, table, index);
  }
  if (slots.only) return callee_of_function(*slots.only);
  if (!slots.array)  // always traps
    return {llvm::ConstantPointerNull::get(context_.pointer), instance_};

  at = builder_.CreateZExtOrTrunc(at, context_.word);
  if (slots.types) {
    llvm::Value* actual =
        load_from(context_.i8, builder_.CreateInBoundsPtrAdd(slots.types, at),
                  Region::kTable, true);
    miss_if(builder_.CreateICmpNE(actual, builder_.getInt8(slots.type)), table,
            index);
  }
  if (!context_.target.data_in_text) {
    llvm::Value* code = load_from(
        context_.pointer,
        builder_.CreateInBoundsGEP(context_.pointer, slots.array, {at}),
        Region::kTable, true);
    if (slots.has_zeros) miss_if(builder_.CreateIsNull(code), table, index);
    return {code, instance_};
  }
  if (slots.has_zeros) {
    llvm::Value* distance =
        load_from(context_.i32,
                  builder_.CreateInBoundsGEP(context_.i32, slots.array, {at}),
                  Region::kTable, true);
    miss_if(builder_.CreateIsNull(distance), table, index);
    distance = builder_.CreateSExtOrTrunc(distance, context_.word);
    return {builder_.CreatePtrAdd(slots.array, distance), instance_};
  }
  // This one LLVM folds to the function if the index is a constant.
  return {
      builder_.CreateIntrinsic(llvm::Intrinsic::load_relative, {context_.word},
                               {slots.array, builder_.CreateShl(at, 2)}),
      instance_};
}

// All calls of the function share the slots: they are the callee's until it
// returns, and then of no use.
llvm::Value* FunctionTranslator::store_arguments(
    llvm::ArrayRef<llvm::Value*> values, const wasm::FuncType& type) {
  size_t count = Context::slots_of(type);
  if (!argument_slots_ ||
      argument_slots_->getAllocatedType()->getArrayNumElements() < count) {
    llvm::Type* slots = llvm::ArrayType::get(context_.slot, count);
    if (argument_slots_) {
      argument_slots_->setAllocatedType(slots);
    } else {
      argument_slots_ = at_entry().CreateAlloca(slots);
    }
  }
  for (size_t i = 0; i < values.size(); ++i) {
    store_to(values[i], slot_address(argument_slots_, type.params, i),
             Region::kInstance);
  }
  return argument_slots_;
}

void FunctionTranslator::emit_call(const Callee& callee,
                                   const wasm::FuncType& type) {
  std::vector<llvm::Value*> values = pop_many(type.params.size());
  std::vector<llvm::Value*> arguments = {callee.instance};
  llvm::Value* slots = nullptr;
  if (context_.passes_slots(type)) {
    slots = store_arguments(values, type);
    values = {slots};
  }
  llvm::Value* results = nullptr;
  if (Context::has_result_pointer(type)) {
    // They are written when no parameter is read any more.
    results = slots ? slots
                    : at_entry().CreateAlloca(llvm::ArrayType::get(
                          context_.slot, slots_of(type.results)));
    arguments.push_back(results);
  }
  arguments.insert(arguments.end(), values.begin(), values.end());

  llvm::CallInst* call =
      builder_.CreateCall(context_.function_type(type), callee.code, arguments);
  call->setCallingConv(context_.calling_convention);
  if (callee.keeps_memory)
    call->setMetadata(llvm::LLVMContext::MD_tbaa,
                      context_.tag(Region::kAllButMain));
  if (results) {
    for (size_t i = 0; i < type.results.size(); ++i) {
      push(load_from(context_.type_of(type.results[i]),
                     slot_address(results, type.results, i),
                     Region::kInstance));
    }
  } else if (!type.results.empty()) {
    push(call);
  }
}

// Through a table or a reference.
void FunctionTranslator::emit_indirect_call(const Callee& callee,
                                            uint32_t type_index) {
  const wasm::SubType& type = context_.module.types[type_index];
  if (polls_) polls_->before_indirect_call();
  emit_call(callee, type.func);
  const ExceptionFacts& exceptions = context_.facts.exceptions;
  if (exceptions.catches || exceptions.throwing_types.contains(type.canonical))
    unwind_if_thrown(handler());
}

FunctionTranslator::Callee FunctionTranslator::callee_of_operand(
    uint32_t type_index) {
  llvm::Value* reference = pop_raw();
  trap_if(builder_.CreateIsNull(reference), Trap::kNullFunctionReference);
  return callee_of_reference(reference, type_index);
}

void FunctionTranslator::call_function(uint32_t function) {
  call_function(function, handler());
}

void FunctionTranslator::call_function(uint32_t function, Frame* handler) {
  if (polls_) polls_->before_call(function);
  emit_call(callee_of_function(function), context_.module.func_type(function));
  if (context_.facts.exceptions.throws[function]) unwind_if_thrown(handler);
}

}  // namespace wasm2mpy::codegen
