// Accesses to linear memory that may be misaligned.
//
// An access that the module promises to be aligned nearly always is, but need
// not be. Where it would fault, its address is tested at last
// (passes/tested_access.h); until then LLVM takes it for one that may be at any
// address, and finds out which are aligned. With --trap-unaligned it is tested
// at once, and traps: then LLVM knows that all accesses by the same pointer are
// aligned, so there are fewer tests. An access that is not promised to be
// aligned is made of bytes.
#include "codegen/passes/tested_access.h"
#include "codegen/translate/function.h"

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
  if (!is_promised) return faults ? Access::kBytes : Access::kUnaligned;
  if (context_.options.unchecked) return Access::kAligned;
  if (context_.options.trap_unaligned) return Access::kTrapping;
  return Access::kUnaligned;
}

void FunctionTranslator::trap_unless_aligned(llvm::Value* index,
                                             uint64_t size) {
  llvm::Value* low_bits = builder_.CreateAnd(
      index,
      llvm::ConstantInt::get(index->getType(), needed_alignment(size) - 1));
  trap_if(builder_.CreateIsNotNull(low_bits), Trap::kUnaligned);
}

void FunctionTranslator::set_access(llvm::Instruction& instruction,
                                    Access access) {
  llvm::Type* type = llvm::getLoadStoreType(&instruction);
  uint64_t size = type->getPrimitiveSizeInBits() / 8;
  bool is_aligned = access == Access::kAligned || access == Access::kTrapping;
  llvm::Align alignment(is_aligned ? needed_alignment(size) : 1);
  if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction)) {
    load->setAlignment(alignment);
  } else {
    llvm::cast<llvm::StoreInst>(instruction).setAlignment(alignment);
  }
  if (access == Access::kBytes) make_of_bytes(instruction);
}

llvm::Value* FunctionTranslator::load_at(llvm::Value* from, Access access,
                                         llvm::Type* type) {
  llvm::LoadInst* load = load_from(type, from, Region::kLinearMemory);
  set_access(*load, access);
  return load;
}

void FunctionTranslator::store_at(llvm::Value* to, Access access,
                                  llvm::Value* value) {
  set_access(*store_to(value, to, Region::kLinearMemory), access);
}

}  // namespace wasm2mpy::codegen
