// Structures, arrays and i31. runtime/rt.h says what they are.
//
// MicroPython's collector follows pointers to the start of a block only. LLVM
// may keep the address of an element over a call, and the array nowhere: so
// each access says first that the start is still needed (keep).
#include "codegen/translate/function.h"
#include "wasm/subtyping.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;
using wasm::ValType;

namespace {

// Loads and stores add as much to an address on every target, so that there is
// no other pointer than the one to the start. Not in functions that the code
// generator does not prepare (pass_gate.h), which larger modules can have.
constexpr uint32_t kNearBytes = 32;
constexpr size_t kSmallModule = 8192;

// Fields and elements begin as zeros.
bool is_zero(llvm::Value* value) {
  auto* constant = llvm::dyn_cast<llvm::Constant>(value);
  return constant && constant->isNullValue();
}

}  // namespace

void FunctionTranslator::keep(llvm::Value* object) {
  builder_.CreateIntrinsic(llvm::Intrinsic::fake_use, {}, {object});
}

llvm::Value* FunctionTranslator::pop_index() {
  return builder_.CreateZExtOrTrunc(pop_raw(), context_.word);
}

// Null traps, unless the type says that it is not.
llvm::Value* FunctionTranslator::pop_object(ValType type, Trap trap) {
  llvm::Value* object = pop_raw();
  if (type.nullable()) trap_if(builder_.CreateIsNull(object), trap);
  return object;
}

llvm::Value* FunctionTranslator::load_storage(ValType type,
                                              llvm::Value* address,
                                              bool is_signed) {
  llvm::LoadInst* load =
      load_from(context_.type_of(type), address, Region::kField);
  load->setAlignment(
      llvm::Align(storage_alignment(type, context_.target.word_size)));
  if (wasm::unpacked(type) == type) return load;
  return is_signed ? builder_.CreateSExt(load, context_.i32)
                   : builder_.CreateZExt(load, context_.i32);
}

// A value that goes into an object: of a function of another instance only this
// one knows now.
void FunctionTranslator::share(ValType type, llvm::Value* value) {
  if (context_.facts.shares_functions &&
      wasm::refers_to_functions(context_.module.types, type))
    call_runtime(RT_FUNCTION(rt_stack_share), {instance_, value});
}

llvm::Value* FunctionTranslator::as_stored(ValType type, llvm::Value* value) {
  if (wasm::unpacked(type) == type) return value;
  return builder_.CreateTrunc(value, context_.type_of(type));
}

void FunctionTranslator::store_storage(ValType type, llvm::Value* value,
                                       llvm::Value* address) {
  share(type, value);
  store_to(as_stored(type, value), address, Region::kField)
      ->setAlignment(
          llvm::Align(storage_alignment(type, context_.target.word_size)));
}

// ------------------------------------------------------------- structures ---

void FunctionTranslator::new_struct(const Instruction& instruction) {
  const wasm::SubType& type = context_.module.types[instruction.index];
  size_t count =
      instruction.opcode == Opcode::kStructNew ? type.fields.size() : 0;
  std::vector<llvm::Value*> values(count);
  for (size_t i = count; i-- > 0;) values[i] = pop_raw();
  llvm::Value* object = call_runtime(
      RT_FUNCTION(rt_new_struct),
      {instance_, builder_.getInt32(context_.made_number(instruction.index))});
  const StructLayout& layout = context_.struct_layout(instruction.index);
  for (size_t i = 0; i < count; ++i) {
    if (is_zero(values[i])) continue;
    store_storage(type.fields[i].type, values[i],
                  field_address(object, layout.offsets[i]));
  }
  push(object);
}

ValType FunctionTranslator::field_type(const Instruction& instruction) const {
  return context_.module.types[instruction.index]
      .fields[instruction.index2]
      .type;
}

// `object` is not null.
llvm::Value* FunctionTranslator::struct_field(const Instruction& instruction,
                                              llvm::Value* object) {
  uint32_t offset =
      context_.struct_layout(instruction.index).offsets[instruction.index2];
  uint32_t bytes =
      storage_bytes(field_type(instruction), context_.target.word_size);
  if (offset + bytes > kNearBytes ||
      context_.module.bytes.size() > kSmallModule)
    keep(object);
  return field_address(object, offset);
}

void FunctionTranslator::get_field(const Instruction& instruction) {
  llvm::Value* object =
      pop_object(instruction.results[0], Trap::kNullStructure);
  push(load_storage(field_type(instruction), struct_field(instruction, object),
                    instruction.opcode == Opcode::kStructGetS));
}

void FunctionTranslator::set_field(const Instruction& instruction) {
  llvm::Value* value = pop_raw();
  llvm::Value* object =
      pop_object(instruction.results[0], Trap::kNullStructure);
  store_storage(field_type(instruction), value,
                struct_field(instruction, object));
}

// ----------------------------------------------------------------- arrays ---

ValType FunctionTranslator::element_type(const Instruction& instruction) const {
  return context_.module.types[instruction.index].fields[0].type;
}

llvm::Value* FunctionTranslator::array_length(llvm::Value* array) {
  return load_from(context_.word,
                   field_address(array, context_.runtime.array_length),
                   Region::kObjectHead);
}

llvm::Value* FunctionTranslator::array_element(ValType type, llvm::Value* array,
                                               llvm::Value* index) {
  return builder_.CreateGEP(context_.type_of(type),
                            field_address(array, context_.runtime.array_size),
                            {index});
}

// An element as it is stored, in the frame.
llvm::Value* FunctionTranslator::in_frame(ValType type, llvm::Value* value) {
  share(type, value);
  llvm::Value* slot = at_entry().CreateAlloca(context_.type_of(type));
  builder_.CreateStore(as_stored(type, value), slot);
  return slot;
}

llvm::Value* FunctionTranslator::make_array(const Instruction& instruction,
                                            llvm::Value* length) {
  return call_runtime(
      RT_FUNCTION(rt_new_array),
      {instance_, builder_.getInt32(context_.made_number(instruction.index)),
       length});
}

void FunctionTranslator::new_array(const Instruction& instruction) {
  ValType type = element_type(instruction);
  llvm::Value* length = pop_index();
  llvm::Value* value = nullptr;
  if (instruction.opcode == Opcode::kArrayNew) value = pop_raw();
  llvm::Value* array = make_array(instruction, length);
  if (value && !is_zero(value))
    call_runtime(RT_FUNCTION(rt_array_fill),
                 {array, word(0), in_frame(type, value), length});
  push(array);
}

void FunctionTranslator::new_fixed_array(const Instruction& instruction) {
  ValType type = element_type(instruction);
  std::vector<llvm::Value*> values(instruction.index2);
  for (size_t i = values.size(); i-- > 0;) values[i] = pop_raw();
  llvm::Value* array = make_array(instruction, word(values.size()));
  for (size_t i = 0; i < values.size(); ++i) {
    if (is_zero(values[i])) continue;
    store_storage(type, values[i], array_element(type, array, word(i)));
  }
  push(array);
}

// Where the items of a segment are now, and how many there are.
FunctionTranslator::Segment FunctionTranslator::segment_of(
    const Instruction& instruction) {
  uint32_t segment = instruction.index2;
  if (instruction.opcode == Opcode::kArrayNewData ||
      instruction.opcode == Opcode::kArrayInitData) {
    return {context_.data_bytes(segment),
            load_field(context_.instance.data_lengths[segment], context_.word),
            Trap::kOutOfBoundsMemory};
  }
  uint32_t items = context_.instance.element_items[segment];
  return {load_field(items, context_.pointer),
          load_field(items + context_.target.word_size, context_.word),
          Trap::kOutOfBoundsTable};
}

void FunctionTranslator::new_array_of_segment(const Instruction& instruction) {
  llvm::Value* count = pop_index();
  llvm::Value* at = pop_index();
  Segment segment = segment_of(instruction);
  llvm::Value* array = call_runtime(
      RT_FUNCTION(rt_new_array_of),
      {instance_, builder_.getInt32(context_.made_number(instruction.index)),
       segment.items, segment.size, at, count});
  trap_if(builder_.CreateIsNull(array), segment.trap);
  push(array);
}

void FunctionTranslator::init_array(const Instruction& instruction) {
  llvm::Value* count = pop_index();
  llvm::Value* from = pop_index();
  llvm::Value* at = pop_index();
  llvm::Value* array = pop_object(instruction.results[0], Trap::kNullArray);
  llvm::Value* length = array_length(array);
  trap_if(builder_.CreateOr(
              builder_.CreateICmpUGT(count, length),
              builder_.CreateICmpUGT(at, builder_.CreateSub(length, count))),
          Trap::kOutOfBoundsArray);
  Segment segment = segment_of(instruction);
  llvm::Value* done =
      call_runtime(RT_FUNCTION(rt_array_init),
                   {array, at, segment.items, segment.size, from, count});
  trap_if(builder_.CreateIsNull(done), segment.trap);
}

llvm::Value* FunctionTranslator::checked_element(
    const Instruction& instruction) {
  llvm::Value* index = pop_index();
  llvm::Value* array = pop_object(instruction.results[0], Trap::kNullArray);
  trap_if(builder_.CreateICmpUGE(index, array_length(array)),
          Trap::kOutOfBoundsArray);
  keep(array);
  return array_element(element_type(instruction), array, index);
}

void FunctionTranslator::get_element(const Instruction& instruction) {
  push(load_storage(element_type(instruction), checked_element(instruction),
                    instruction.opcode == Opcode::kArrayGetS));
}

void FunctionTranslator::set_element(const Instruction& instruction) {
  llvm::Value* value = pop_raw();
  store_storage(element_type(instruction), value, checked_element(instruction));
}

void FunctionTranslator::get_array_length(const Instruction& instruction) {
  llvm::Value* array = pop_object(instruction.results[0], Trap::kNullArray);
  push(builder_.CreateZExtOrTrunc(array_length(array), context_.i32));
}

void FunctionTranslator::fill_array(const Instruction& instruction) {
  llvm::Value* count = pop_index();
  llvm::Value* value = in_frame(element_type(instruction), pop_raw());
  llvm::Value* at = pop_index();
  llvm::Value* array = pop_object(instruction.results[0], Trap::kNullArray);
  llvm::Value* done =
      call_runtime(RT_FUNCTION(rt_array_fill), {array, at, value, count});
  trap_if(builder_.CreateIsNull(done), Trap::kOutOfBoundsArray);
}

void FunctionTranslator::copy_array(const Instruction& instruction) {
  llvm::Value* count = pop_index();
  llvm::Value* from_at = pop_index();
  llvm::Value* from = pop_raw();
  llvm::Value* to_at = pop_index();
  llvm::Value* to = pop_object(instruction.results[0], Trap::kNullArray);
  if (instruction.results[1].nullable())
    trap_if(builder_.CreateIsNull(from), Trap::kNullArray);
  llvm::Value* done = call_runtime(RT_FUNCTION(rt_array_copy),
                                   {to, to_at, from, from_at, count});
  trap_if(builder_.CreateIsNull(done), Trap::kOutOfBoundsArray);
}

// -------------------------------------------------------------------- i31 ---

// MicroPython's small integers: 31 bits and a 1, extended to a word.
void FunctionTranslator::make_i31() {
  llvm::Value* bits =
      builder_.CreateOr(builder_.CreateShl(pop_raw(), 1), uint64_t{1});
  push(builder_.CreateIntToPtr(builder_.CreateSExt(bits, context_.word),
                               context_.pointer));
}

void FunctionTranslator::get_i31(const Instruction& instruction) {
  llvm::Value* reference = pop_object(instruction.results[0], Trap::kNullI31);
  llvm::Value* bits = builder_.CreateTrunc(
      builder_.CreatePtrToInt(reference, context_.word), context_.i32);
  push(instruction.opcode == Opcode::kI31GetS ? builder_.CreateAShr(bits, 1)
                                              : builder_.CreateLShr(bits, 1));
}

}  // namespace wasm2mpy::codegen
