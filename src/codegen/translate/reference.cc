// References, tables and globals.
#include "codegen/translate/function.h"
#include "wasm/subtyping.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;

llvm::Value* FunctionTranslator::function_reference(uint32_t function) {
  return call_runtime(
      RT_FUNCTION(rt_ref),
      {instance_,
       builder_.getInt32(context_.instance.ref_of_function[function])});
}

llvm::Value* FunctionTranslator::table_object(uint32_t table) {
  assert(!context_.facts.constant_tables[table] && "not in memory");
  uint32_t number = context_.instance.table_numbers[table];
  return load_field(
      context_.instance.tables + number * context_.target.word_size,
      context_.pointer, true);
}

llvm::Value* FunctionTranslator::table_elements(uint32_t table) {
  return load_from(
      context_.pointer,
      field_address(table_object(table), context_.runtime.table_elements),
      Region::kInstance, context_.instance.table_fixed[table]);
}

llvm::Value* FunctionTranslator::table_size(uint32_t table) {
  if (context_.instance.table_fixed[table]) {
    return llvm::ConstantInt::get(
        context_.word, context_.module.tables[table].type.limits.min);
  }
  return load_from(
      context_.word,
      field_address(table_object(table), context_.runtime.table_length),
      Region::kInstance);
}

llvm::Value* FunctionTranslator::element_address(uint32_t table,
                                                 llvm::Value* index,
                                                 Trap trap) {
  index = to_word(index, trap);
  trap_if(builder_.CreateICmpUGE(index, table_size(table)), trap);
  return builder_.CreateGEP(context_.pointer, table_elements(table), {index});
}

void FunctionTranslator::table_grow(uint32_t table) {
  llvm::Value* delta = to_word_saturating(pop_raw());
  llvm::Value* value = pop_raw();
  llvm::Value* size = call_runtime(RT_FUNCTION(rt_table_grow),
                                   {table_object(table), delta, value});
  push(from_word(size, context_.module.tables[table].type.limits.is_64));
}

void FunctionTranslator::table_fill(uint32_t table) {
  llvm::Value* count = to_word(pop_raw(), Trap::kOutOfBoundsTable);
  llvm::Value* value = pop_raw();
  llvm::Value* at = to_word(pop_raw(), Trap::kOutOfBoundsTable);
  llvm::Value* done = call_runtime(RT_FUNCTION(rt_table_fill),
                                   {table_object(table), at, value, count});
  trap_if(builder_.CreateIsNull(done), Trap::kOutOfBoundsTable);
}

void FunctionTranslator::table_copy(uint32_t to, uint32_t from) {
  llvm::Value* count = to_word(pop_raw(), Trap::kOutOfBoundsTable);
  llvm::Value* from_at = to_word(pop_raw(), Trap::kOutOfBoundsTable);
  llvm::Value* to_at = to_word(pop_raw(), Trap::kOutOfBoundsTable);
  llvm::Value* done = call_runtime(
      RT_FUNCTION(rt_table_copy),
      {table_object(to), table_object(from), to_at, from_at, count});
  trap_if(builder_.CreateIsNull(done), Trap::kOutOfBoundsTable);
}

void FunctionTranslator::table_init(uint32_t table, uint32_t segment) {
  llvm::Value* count = to_word(pop_raw(), Trap::kOutOfBoundsTable);
  llvm::Value* from_at = to_word(pop_raw(), Trap::kOutOfBoundsTable);
  llvm::Value* at = to_word(pop_raw(), Trap::kOutOfBoundsTable);
  uint32_t items = context_.instance.element_items[segment];
  llvm::Value* done = call_runtime(
      RT_FUNCTION(rt_table_init),
      {table_object(table), at, load_field(items, context_.pointer),
       load_field(items + context_.target.word_size, context_.word), from_at,
       count});
  trap_if(builder_.CreateIsNull(done), Trap::kOutOfBoundsTable);
}

// The place of a global that has one.
llvm::Value* FunctionTranslator::global_address(uint32_t global) {
  const GlobalPlace& place = context_.instance.globals[global];
  if (place.kind == GlobalPlace::kField)
    return field_address(instance_, place.offset);
  return field_address(load_field(place.offset, context_.pointer, true),
                       context_.runtime.global_value);
}

void FunctionTranslator::get_global(uint32_t global) {
  const wasm::Global& definition = context_.module.globals[global];
  if (context_.instance.globals[global].kind == GlobalPlace::kConstant) {
    translate(definition.init[0]);
    return;
  }
  push(load_from(context_.type_of(definition.type.type), global_address(global),
                 Region::kInstance));
}

void FunctionTranslator::set_global(uint32_t global, llvm::Value* value) {
  store_to(value, global_address(global), Region::kInstance);
}

// Whether the runtime cannot see what functions the global refers to.
bool FunctionTranslator::hides_function(uint32_t global) const {
  return context_.instance.globals[global].kind != GlobalPlace::kCell &&
         wasm::refers_to_functions(context_.module.types,
                                   context_.module.globals[global].type.type);
}

void FunctionTranslator::branch_on_null(const Instruction& instruction,
                                        bool when_null) {
  llvm::Value* reference = pop_raw();
  llvm::Value* is_null = builder_.CreateIsNull(reference);
  if (when_null) {
    branch_if(is_null, instruction.index);
    push(reference);
  } else {
    // The branch takes the reference along, the way on does not.
    push(reference);
    branch_if(builder_.CreateNot(is_null), instruction.index);
    pop_raw();
  }
}

}  // namespace wasm2mpy::codegen
