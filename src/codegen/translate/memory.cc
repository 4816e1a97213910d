// The instructions of linear memory. How a memory does loads and stores is in
// linear_memory.h and what that leads to.
#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

void FunctionTranslator::load(const Instruction& instruction,
                              llvm::Type* memory_type, llvm::Type* result_type,
                              bool is_signed) {
  Alignment alignment = choose_alignment(context_, instruction, memory_type);
  llvm::Value* index = pop_raw();
  push(memory(instruction.index)
           .load({alignment, memory_type, result_type, is_signed}, index,
                 instruction.bits));
}

void FunctionTranslator::store(const Instruction& instruction,
                               llvm::Type* memory_type) {
  Alignment alignment = choose_alignment(context_, instruction, memory_type);
  llvm::Value* value = pop();
  llvm::Value* index = pop_raw();
  memory(instruction.index)
      .store({alignment, memory_type, value->getType(), false}, index,
             instruction.bits, value);
}

void FunctionTranslator::memory_fill(uint32_t index) {
  llvm::Value* count = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* byte = pop_raw();
  llvm::Value* at = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* done = call_runtime(RT_FUNCTION(rt_memory_fill),
                                   {memory(index).object(), at, byte, count});
  trap_if(builder_.CreateIsNull(done), Trap::kOutOfBoundsMemory);
}

void FunctionTranslator::memory_copy(uint32_t to, uint32_t from) {
  llvm::Value* count = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* from_at = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* to_at = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* done = call_runtime(
      RT_FUNCTION(rt_memory_copy),
      {memory(to).object(), memory(from).object(), to_at, from_at, count});
  trap_if(builder_.CreateIsNull(done), Trap::kOutOfBoundsMemory);
}

void FunctionTranslator::memory_init(uint32_t index, uint32_t segment) {
  llvm::Value* count = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* from_at = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* at = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* size =
      load_field(context_.instance.data_lengths[segment], context_.word);
  llvm::Value* done =
      call_runtime(RT_FUNCTION(rt_memory_init),
                   {memory(index).object(), at, context_.data_bytes(segment),
                    size, from_at, count});
  trap_if(builder_.CreateIsNull(done), Trap::kOutOfBoundsMemory);
}

bool FunctionTranslator::translate_memory(const Instruction& instruction) {
  llvm::IntegerType* i8 = context_.i8;
  llvm::IntegerType* i16 = context_.i16;
  llvm::IntegerType* i32 = context_.i32;
  llvm::IntegerType* i64 = context_.i64;
  switch (instruction.opcode) {
    case Opcode::kI32Load:
      load(instruction, i32, i32, false);
      return true;
    case Opcode::kI64Load:
      load(instruction, i64, i64, false);
      return true;
    case Opcode::kF32Load:
      load(instruction, context_.f32, context_.f32, false);
      return true;
    case Opcode::kF64Load:
      load(instruction, context_.f64, context_.f64, false);
      return true;
    case Opcode::kI32Load8S:
      load(instruction, i8, i32, true);
      return true;
    case Opcode::kI32Load8U:
      load(instruction, i8, i32, false);
      return true;
    case Opcode::kI32Load16S:
      load(instruction, i16, i32, true);
      return true;
    case Opcode::kI32Load16U:
      load(instruction, i16, i32, false);
      return true;
    case Opcode::kI64Load8S:
      load(instruction, i8, i64, true);
      return true;
    case Opcode::kI64Load8U:
      load(instruction, i8, i64, false);
      return true;
    case Opcode::kI64Load16S:
      load(instruction, i16, i64, true);
      return true;
    case Opcode::kI64Load16U:
      load(instruction, i16, i64, false);
      return true;
    case Opcode::kI64Load32S:
      load(instruction, i32, i64, true);
      return true;
    case Opcode::kI64Load32U:
      load(instruction, i32, i64, false);
      return true;
    case Opcode::kI32Store:
      store(instruction, i32);
      return true;
    case Opcode::kI64Store:
      store(instruction, i64);
      return true;
    case Opcode::kF32Store:
      store(instruction, context_.f32);
      return true;
    case Opcode::kF64Store:
      store(instruction, context_.f64);
      return true;
    case Opcode::kI32Store8:
    case Opcode::kI64Store8:
      store(instruction, i8);
      return true;
    case Opcode::kI32Store16:
    case Opcode::kI64Store16:
      store(instruction, i16);
      return true;
    case Opcode::kI64Store32:
      store(instruction, i32);
      return true;
    case Opcode::kMemorySize:
      push(memory(instruction.index).size_in_pages());
      return true;
    case Opcode::kMemoryGrow:
      push(memory(instruction.index).grow(pop_raw()));
      return true;
    case Opcode::kMemoryFill:
      memory_fill(instruction.index);
      return true;
    case Opcode::kMemoryCopy:
      memory_copy(instruction.index, instruction.index2);
      return true;
    case Opcode::kMemoryInit:
      memory_init(instruction.index, instruction.index2);
      return true;
    case Opcode::kDataDrop:
      if (context_.facts.data_used[instruction.index]) {
        store_field(context_.instance.data_lengths[instruction.index],
                    llvm::ConstantInt::get(context_.word, 0));
      }
      return true;
    default:
      return false;
  }
}

}  // namespace wasm2mpy::codegen
