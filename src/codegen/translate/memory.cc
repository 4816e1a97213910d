// The instructions of linear memory. How a memory does loads and stores is in
// linear_memory.h and what that leads to.
#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;

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

}  // namespace wasm2mpy::codegen
