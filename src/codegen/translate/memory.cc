// Linear memory: addresses, bounds checks, loads, stores, bulk operations. How
// an access is made that may be misaligned is in alignment.cc.
//
// The check compares the dynamic part of the address with what the size
// leaves for it, `index > size - (offset + access size)`, in the width of the
// address and without overflow. A memory that cannot grow has a constant size
// and a base that is loaded once. With --unchecked loads and stores are taken
// to be in bounds and aligned as promised.
#include "codegen/translate/check.h"
#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

llvm::Value* FunctionTranslator::memory_object(uint32_t memory) {
  return load_field(
      context_.instance.memories + memory * context_.target.word_size,
      context_.pointer, true);
}

llvm::Value* FunctionTranslator::memory_base(uint32_t memory) {
  llvm::LoadInst* base;
  if (context_.instance.memory_fixed[memory]) {
    base = load_field(context_.instance.memory_bases[memory], context_.pointer,
                      true);
  } else {
    base = load_from(
        context_.pointer,
        field_address(memory_object(memory), context_.runtime.memory_data),
        Region::kInstance);
  }
  // It is a block of MicroPython's heap.
  base->setMetadata(
      llvm::LLVMContext::MD_align,
      llvm::MDNode::get(context_.llvm,
                        llvm::ConstantAsMetadata::get(llvm::ConstantInt::get(
                            context_.i64, context_.target.word_size))));
  return base;
}

// In bytes, as uintptr_t.
llvm::Value* FunctionTranslator::memory_size(uint32_t memory) {
  if (context_.instance.memory_fixed[memory]) {
    return llvm::ConstantInt::get(context_.word,
                                  context_.instance.memory_bytes[memory]);
  }
  llvm::LoadInst* size = load_from(
      context_.word,
      field_address(memory_object(memory), context_.runtime.memory_size),
      Region::kInstance);
  uint64_t least = context_.instance.memory_bytes[memory];
  if (least > 0 && least <= context_.word->getBitMask())
    mark_memory_size(*size, llvm::APInt(context_.word->getBitWidth(), least));
  return size;
}

llvm::Value* FunctionTranslator::address(const Instruction& instruction,
                                         llvm::Value* index,
                                         uint64_t access_size) {
  uint32_t memory = instruction.index;
  uint64_t offset = instruction.bits;
  uint64_t end = offset + access_size;
  uint64_t min_size = context_.instance.memory_bytes[memory];
  bool overflows = end < offset || end > context_.word->getBitMask();
  if (overflows || (context_.instance.memory_fixed[memory] && end > min_size)) {
    trap_if(builder_.getTrue(), Trap::kOutOfBoundsMemory);
  } else if (context_.options.unchecked) {
    // Whatever the index is, the module says that it is right.
  } else if (context_.instance.memory_fixed[memory]) {
    // Every index that fits its type may be in bounds.
    uint64_t last = min_size - end;
    uint64_t greatest =
        llvm::cast<llvm::IntegerType>(index->getType())->getBitMask();
    if (last < greatest) {
      trap_if(builder_.CreateICmpUGT(
                  index, llvm::ConstantInt::get(index->getType(), last)),
              Trap::kOutOfBoundsMemory);
    }
    index = builder_.CreateZExtOrTrunc(index, context_.word);
  } else {
    index = to_word(index, Trap::kOutOfBoundsMemory);
    llvm::Value* size = memory_size(memory);
    llvm::Value* needed = llvm::ConstantInt::get(context_.word, end);
    llvm::Value* outside = builder_.CreateICmpUGT(
        index, builder_.CreateSub(size, needed, "", end <= min_size));
    // A memory never shrinks, so it holds `end` bytes if it did at first.
    if (end > min_size) {
      outside =
          builder_.CreateOr(builder_.CreateICmpULT(size, needed), outside);
    }
    trap_if(outside, Trap::kOutOfBoundsMemory);
  }
  index = builder_.CreateZExtOrTrunc(index, context_.word);
  llvm::Value* base = memory_base(memory);
  return builder_.CreatePtrAdd(
      builder_.CreatePtrAdd(base, index),
      llvm::ConstantInt::get(context_.word,
                             offset & context_.word->getBitMask()));
}

void FunctionTranslator::load(const Instruction& instruction,
                              llvm::Type* memory_type, llvm::Type* result_type,
                              bool is_signed) {
  uint64_t size = memory_type->getPrimitiveSizeInBits() / 8;
  llvm::Value* index = pop_raw();
  Access access = choose_access(instruction, memory_type, size);
  if (instruction.index == 0 && context_.memory.is_lean) {
    push(lean_access(instruction, {access, memory_type, result_type, is_signed},
                     index, nullptr));
    return;
  }
  llvm::Value* from = address(instruction, index, size);
  if (access == Access::kTrapping) trap_unless_aligned(index, size);
  llvm::Value* value = load_at(from, access, memory_type);
  push(memory_type == result_type
           ? value
           : builder_.CreateIntCast(value, result_type, is_signed));
}

void FunctionTranslator::store(const Instruction& instruction,
                               llvm::Type* memory_type) {
  uint64_t size = memory_type->getPrimitiveSizeInBits() / 8;
  llvm::Value* value = pop();
  llvm::Value* index = pop_raw();
  Access access = choose_access(instruction, memory_type, size);
  if (instruction.index == 0 && context_.memory.is_lean) {
    lean_access(instruction, {access, memory_type, value->getType(), false},
                index, value);
    return;
  }
  llvm::Value* to = address(instruction, index, size);
  if (value->getType() != memory_type)
    value = builder_.CreateTrunc(value, memory_type);
  if (access == Access::kTrapping) trap_unless_aligned(index, size);
  store_at(to, access, value);
}

// Of a memory 0 with a size of its own (--memory=SIZE).
llvm::Value* FunctionTranslator::promised_pages() {
  const wasm::Limits& limits = context_.module.memories[0].type.limits;
  return llvm::ConstantInt::get(limits.is_64 ? context_.i64 : context_.i32,
                                limits.min);
}

void FunctionTranslator::memory_size_in_pages(uint32_t memory) {
  const wasm::MemoryType& type = context_.module.memories[memory].type;
  if (memory == 0 && context_.memory.bytes) {
    push(promised_pages());
    return;
  }
  llvm::Value* pages =
      builder_.CreateLShr(memory_size(memory), type.page_size_log2);
  push(builder_.CreateZExtOrTrunc(
      pages, type.limits.is_64 ? context_.i64 : context_.i32));
}

void FunctionTranslator::memory_grow(uint32_t memory) {
  if (memory == 0 && context_.memory.bytes) {
    // There is nothing to grow into, as where memory is exhausted.
    llvm::Value* delta = pop_raw();
    push(builder_.CreateSelect(
        builder_.CreateIsNull(delta), promised_pages(),
        llvm::Constant::getAllOnesValue(delta->getType())));
    return;
  }
  llvm::Value* delta = to_word_saturating(pop_raw());
  llvm::Value* pages =
      call_runtime("rt_memory_grow", "wpw", {memory_object(memory), delta});
  push(from_word(pages, context_.module.memories[memory].type.limits.is_64));
}

void FunctionTranslator::memory_fill(uint32_t memory) {
  llvm::Value* count = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* byte = pop_raw();
  llvm::Value* at = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* done = call_runtime("rt_memory_fill", "ipwiw",
                                   {memory_object(memory), at, byte, count});
  trap_if(builder_.CreateIsNull(done), Trap::kOutOfBoundsMemory);
}

void FunctionTranslator::memory_copy(uint32_t to, uint32_t from) {
  llvm::Value* count = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* from_at = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* to_at = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* done = call_runtime(
      "rt_memory_copy", "ippwww",
      {memory_object(to), memory_object(from), to_at, from_at, count});
  trap_if(builder_.CreateIsNull(done), Trap::kOutOfBoundsMemory);
}

void FunctionTranslator::memory_init(uint32_t memory, uint32_t segment) {
  llvm::Value* count = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* from_at = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* at = to_word(pop_raw(), Trap::kOutOfBoundsMemory);
  llvm::Value* size =
      load_field(context_.instance.data_lengths[segment], context_.word);
  llvm::Value* done =
      call_runtime("rt_memory_init", "ipwpwww",
                   {memory_object(memory), at, context_.data_bytes(segment),
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
      memory_size_in_pages(instruction.index);
      return true;
    case Opcode::kMemoryGrow:
      memory_grow(instruction.index);
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
