// The check compares the dynamic part of the address with what the size
// leaves for it, `index > size - (offset + access size)`, in the width of the
// address and without overflow. A memory that cannot grow has a constant size
// and a base that is loaded once. With --unchecked loads and stores are taken
// to be in bounds and aligned as promised.
#include "codegen/translate/flat_memory.h"

namespace wasm2mpy::codegen {

llvm::Value* FlatMemory::base() {
  if (is_fixed())
    return aligned(code_.load_field(context_.instance.memory_bases[index_],
                                    context_.pointer, true));
  return aligned(code_.load_from(
      context_.pointer,
      code_.field_address(object(), context_.runtime.memory_data),
      Region::kInstance));
}

llvm::Value* FlatMemory::size() {
  return is_fixed() ? code_.word(context_.instance.memory_bytes[index_])
                    : LinearMemory::size();
}

llvm::Value* FlatMemory::address(llvm::Value* index, uint64_t offset,
                                 uint64_t access_size) {
  uint64_t end = offset + access_size;
  uint64_t min_size = context_.instance.memory_bytes[index_];
  bool overflows = end < offset || end > context_.word->getBitMask();
  if (overflows || (is_fixed() && end > min_size)) {
    code_.trap_if(builder_.getTrue(), Trap::kOutOfBoundsMemory);
  } else if (context_.settings.unchecked) {
    // Whatever the index is, the module says that it is right.
  } else if (is_fixed()) {
    // Every index that fits its type may be in bounds.
    uint64_t last = min_size - end;
    uint64_t greatest =
        llvm::cast<llvm::IntegerType>(index->getType())->getBitMask();
    if (last < greatest) {
      code_.trap_if(builder_.CreateICmpUGT(
                        index, llvm::ConstantInt::get(index->getType(), last)),
                    Trap::kOutOfBoundsMemory);
    }
    index = builder_.CreateZExtOrTrunc(index, context_.word);
  } else {
    index = code_.to_word(index, Trap::kOutOfBoundsMemory);
    llvm::Value* size = this->size();
    llvm::Value* needed = code_.word(end);
    llvm::Value* outside = builder_.CreateICmpUGT(
        index, builder_.CreateSub(size, needed, "", end <= min_size));
    // A memory never shrinks, so it holds `end` bytes if it did at first.
    if (end > min_size) {
      outside =
          builder_.CreateOr(builder_.CreateICmpULT(size, needed), outside);
    }
    code_.trap_if(outside, Trap::kOutOfBoundsMemory);
  }
  index = builder_.CreateZExtOrTrunc(index, context_.word);
  llvm::Value* base = this->base();
  return builder_.CreatePtrAdd(
      builder_.CreatePtrAdd(base, index),
      code_.word(offset & context_.word->getBitMask()));
}

llvm::Value* FlatMemory::load(const AccessKind& kind, llvm::Value* index,
                              uint64_t offset) {
  llvm::Value* from = address(index, offset, kind.size());
  trap_unless_aligned(code_, kind.alignment, index, kind.size());
  return load_direct(kind, from);
}

void FlatMemory::store(const AccessKind& kind, llvm::Value* index,
                       uint64_t offset, llvm::Value* value) {
  llvm::Value* to = address(index, offset, kind.size());
  if (value->getType() != kind.memory_type)
    value = builder_.CreateTrunc(value, kind.memory_type);
  trap_unless_aligned(code_, kind.alignment, index, kind.size());
  store_direct(kind, to, value);
}

llvm::Value* SizedMemory::size_in_pages() {
  return llvm::ConstantInt::get(index_type(), type().limits.min);
}

llvm::Value* SizedMemory::grow(llvm::Value* delta) {
  // There is nothing to grow into, as where memory is exhausted.
  return builder_.CreateSelect(
      builder_.CreateIsNull(delta), size_in_pages(),
      llvm::Constant::getAllOnesValue(delta->getType()));
}

}  // namespace wasm2mpy::codegen
