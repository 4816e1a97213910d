// Accesses to linear memory that may be misaligned.
//
// An access that the module promises to be aligned nearly always is, but need
// not be. Where it would fault, its address is tested, and if it is not
// aligned, the runtime makes it. With --trap-unaligned it traps then: after the
// test LLVM knows that all accesses by the same pointer are aligned, so there
// are fewer tests. An access that is not promised to be aligned is made of
// bytes.
#include "codegen/function.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;

uint64_t FunctionTranslator::needed_alignment(uint64_t size) const {
  return std::min<uint64_t>(size, context_.target.word_size);
}

FunctionTranslator::Access FunctionTranslator::choose_access(
    const Instruction& instruction, llvm::Type* type, uint64_t size) const {
  if (size == 1) return Access::kAligned;
  const target::Target& target = context_.target;
  if (target.misaligned == target::Misaligned::kWorks)
    return Access::kUnaligned;
  bool faults = target.misaligned == target::Misaligned::kFaults;
  bool in_float_register =
      type->isFloatTy() ? target.float_unit != target::FloatUnit::kNone
                        : type->isDoubleTy() &&
                              target.float_unit == target::FloatUnit::kDouble;
  if (!faults && !in_float_register) return Access::kUnaligned;
  uint64_t needed = needed_alignment(size);
  bool is_promised = (uint64_t{1} << instruction.align_log2) >= needed &&
                     instruction.bits % needed == 0;
  if (!is_promised) return Access::kUnaligned;
  if (context_.options.unchecked) return Access::kAligned;
  if (context_.options.trap_unaligned) return Access::kTrapping;
  return faults ? Access::kChecked : Access::kUnaligned;
}

void FunctionTranslator::trap_unless_aligned(llvm::Value* index,
                                             uint64_t size) {
  llvm::Value* low_bits = builder_.CreateAnd(
      index,
      llvm::ConstantInt::get(index->getType(), needed_alignment(size) - 1));
  trap_if(builder_.CreateIsNotNull(low_bits), Trap::kUnaligned);
}

// Goes on in `aligned`.
FunctionTranslator::AlignmentTest FunctionTranslator::test_alignment(
    llvm::Value* address, uint64_t size) {
  uint64_t needed = needed_alignment(size);
  AlignmentTest test = {new_block("aligned"), new_block("bytes"), new_block(""),
                        llvm::Align(needed)};
  llvm::Value* low_bits =
      builder_.CreateAnd(builder_.CreatePtrToInt(address, context_.word),
                         llvm::ConstantInt::get(context_.word, needed - 1));
  builder_.CreateCondBr(
      builder_.CreateIsNull(low_bits), test.aligned, test.bytes,
      llvm::MDBuilder(context_.llvm).createLikelyBranchWeights());
  builder_.SetInsertPoint(test.aligned);
  return test;
}

llvm::Value* FunctionTranslator::load_checked(llvm::Value* address,
                                              llvm::Type* type) {
  uint64_t size = type->getPrimitiveSizeInBits() / 8;
  AlignmentTest test = test_alignment(address, size);
  llvm::LoadInst* fast = load_from(type, address, Region::kLinearMemory);
  fast->setAlignment(test.alignment);
  builder_.CreateBr(test.next);
  builder_.SetInsertPoint(test.bytes);
  llvm::Value* slow = size == 2   ? call_runtime("rt_load16", "ip", {address})
                      : size == 4 ? call_runtime("rt_load32", "ip", {address})
                                  : call_runtime("rt_load64", "lp", {address});
  llvm::Type* integer =
      llvm::Type::getIntNTy(context_.llvm, unsigned(8 * size));
  slow =
      builder_.CreateBitCast(builder_.CreateZExtOrTrunc(slow, integer), type);
  builder_.CreateBr(test.next);
  builder_.SetInsertPoint(test.next);
  llvm::PHINode* value = builder_.CreatePHI(type, 2);
  value->addIncoming(fast, test.aligned);
  value->addIncoming(slow, test.bytes);
  return value;
}

void FunctionTranslator::store_checked(llvm::Value* value,
                                       llvm::Value* address) {
  uint64_t size = value->getType()->getPrimitiveSizeInBits() / 8;
  AlignmentTest test = test_alignment(address, size);
  store_to(value, address, Region::kLinearMemory)->setAlignment(test.alignment);
  builder_.CreateBr(test.next);
  builder_.SetInsertPoint(test.bytes);
  llvm::Value* integer = builder_.CreateBitCast(
      value, llvm::Type::getIntNTy(context_.llvm, unsigned(8 * size)));
  if (size == 8) {
    call_runtime("rt_store64", "vpl", {address, integer});
  } else {
    call_runtime(size == 2 ? "rt_store16" : "rt_store32", "vpi",
                 {address, builder_.CreateZExt(integer, context_.i32)});
  }
  builder_.CreateBr(test.next);
  builder_.SetInsertPoint(test.next);
}

llvm::Value* FunctionTranslator::load_at(llvm::Value* from, Access access,
                                         llvm::Type* type) {
  if (access == Access::kChecked) return load_checked(from, type);
  uint64_t size = type->getPrimitiveSizeInBits() / 8;
  bool is_aligned = access != Access::kUnaligned;
  llvm::LoadInst* load = load_from(type, from, Region::kLinearMemory);
  load->setAlignment(llvm::Align(is_aligned ? needed_alignment(size) : 1));
  return load;
}

void FunctionTranslator::store_at(llvm::Value* to, Access access,
                                  llvm::Value* value) {
  if (access == Access::kChecked) return store_checked(value, to);
  uint64_t size = value->getType()->getPrimitiveSizeInBits() / 8;
  bool is_aligned = access != Access::kUnaligned;
  store_to(value, to, Region::kLinearMemory)
      ->setAlignment(llvm::Align(is_aligned ? needed_alignment(size) : 1));
}

}  // namespace wasm2mpy::codegen
