#include "codegen/translate/linear_memory.h"

#include "codegen/translate/check.h"
#include "codegen/translate/flat_memory.h"
#include "codegen/translate/lean_memory.h"
#include "codegen/translate/vector.h"

namespace wasm2mpy::codegen {

LinearMemory::LinearMemory(Emitter& code, uint32_t index)
    : code_(code),
      context_(code.context()),
      builder_(code.builder()),
      index_(index) {}

const wasm::MemoryType& LinearMemory::type() const {
  return context_.module.memories[index_].type;
}

llvm::IntegerType* LinearMemory::index_type() const {
  return type().limits.is_64 ? context_.i64 : context_.i32;
}

llvm::Value* LinearMemory::object() {
  return code_.load_field(
      context_.instance.memories + index_ * context_.target.word_size,
      context_.pointer, true);
}

llvm::Value* LinearMemory::size() {
  llvm::LoadInst* size = code_.load_from(
      context_.word,
      code_.field_address(object(), context_.runtime.memory_bytes),
      Region::kInstance);
  uint64_t least = context_.instance.memory_bytes[index_];
  if (least > 0 && least <= context_.word->getBitMask())
    mark_memory_size(*size, llvm::APInt(context_.word->getBitWidth(), least));
  return size;
}

llvm::Value* LinearMemory::size_in_pages() {
  llvm::Value* pages = builder_.CreateLShr(size(), type().page_size_log2);
  return builder_.CreateZExtOrTrunc(pages, index_type());
}

llvm::Value* LinearMemory::grow(llvm::Value* delta) {
  delta = code_.to_word_saturating(delta);
  llvm::Value* pages =
      code_.call_runtime(RT_FUNCTION(rt_memory_grow), {object(), delta});
  return code_.from_word(pages, type().limits.is_64);
}

llvm::LoadInst* LinearMemory::aligned(llvm::LoadInst* base) const {
  base->setMetadata(
      llvm::LLVMContext::MD_align,
      llvm::MDNode::get(context_.llvm,
                        llvm::ConstantAsMetadata::get(llvm::ConstantInt::get(
                            context_.i64, context_.target.word_size))));
  return base;
}

// Where misaligned accesses fault, what tests them knows no vectors: they are
// made of two halves.
llvm::Value* LinearMemory::half_address(llvm::Value* address, uint32_t half) {
  return code_.field_address(address, half * 8);
}

bool LinearMemory::is_halved(const AccessKind& kind) const {
  return kind.memory_type->isVectorTy() && !context_.target.has_vectors;
}

llvm::Value* LinearMemory::load_direct(const AccessKind& kind,
                                       llvm::Value* from) {
  if (is_halved(kind)) {
    llvm::Value* halves =
        llvm::PoisonValue::get(llvm::FixedVectorType::get(context_.i64, 2));
    for (uint32_t i = 0; i < 2; ++i) {
      halves = builder_.CreateInsertElement(
          halves,
          load_at(code_, half_address(from, i), kind.alignment, context_.i64),
          i);
    }
    return VectorCode(context_, builder_).as_v128(halves);
  }
  llvm::Value* value = load_at(code_, from, kind.alignment, kind.memory_type);
  return kind.memory_type == kind.type
             ? value
             : builder_.CreateIntCast(value, kind.type, kind.is_signed);
}

void LinearMemory::store_direct(const AccessKind& kind, llvm::Value* to,
                                llvm::Value* value) {
  if (is_halved(kind)) {
    llvm::Value* halves =
        VectorCode(context_, builder_).as_lanes(value, Lanes::kI64x2);
    for (uint32_t i = 0; i < 2; ++i) {
      store_at(code_, half_address(to, i), kind.alignment,
               builder_.CreateExtractElement(halves, i));
    }
    return;
  }
  if (value->getType() != kind.memory_type)
    value = builder_.CreateTrunc(value, kind.memory_type);
  store_at(code_, to, kind.alignment, value);
}

std::unique_ptr<LinearMemory> make_linear_memory(Emitter& code,
                                                 uint32_t index) {
  switch (code.context().memory.mode_of(index)) {
    case MemoryMode::kLean:
      return std::make_unique<LeanMemory>(code, index);
    case MemoryMode::kSized:
      return std::make_unique<SizedMemory>(code, index);
    case MemoryMode::kExact:
      return std::make_unique<FlatMemory>(code, index);
  }
  llvm_unreachable("all modes are above");
}

}  // namespace wasm2mpy::codegen
