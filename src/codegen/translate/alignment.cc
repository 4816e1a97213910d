// An access that the module promises to be aligned nearly always is, but need
// not be. Where it would fault, its address is tested at last
// (passes/tested_access.h); until then LLVM takes it for one that may be at any
// address, and finds out which are aligned. With --trap-unaligned it is tested
// at once, and traps: then LLVM knows that all accesses by the same pointer are
// aligned, so there are fewer tests. An access that is not promised to be
// aligned is made of bytes.
#include "codegen/translate/alignment.h"

#include "codegen/passes/tested_access.h"

namespace wasm2mpy::codegen {

uint64_t needed_alignment(const Context& context, uint64_t size) {
  return std::min<uint64_t>(size, context.target.word_size);
}

Alignment choose_alignment(const Context& context,
                           const wasm::Instruction& instruction,
                           llvm::Type* type) {
  uint64_t size = type->getPrimitiveSizeInBits() / 8;
  if (size == 1) return Alignment::kAligned;
  const target::Target& target = context.target;
  if (target.misaligned == target::Misaligned::kWorks)
    return Alignment::kUnaligned;
  bool faults = target.misaligned == target::Misaligned::kFaults;
  bool in_float_register =
      type->isFloatTy() ? target.float_unit != target::FloatUnit::kNone
                        : type->isDoubleTy() &&
                              target.float_unit == target::FloatUnit::kDouble;
  if (!faults && !in_float_register) return Alignment::kUnaligned;
  uint64_t needed = needed_alignment(context, size);
  bool is_promised = (uint64_t{1} << instruction.align_log2) >= needed &&
                     instruction.bits % needed == 0;
  if (!is_promised) return faults ? Alignment::kBytes : Alignment::kUnaligned;
  if (context.settings.unchecked) return Alignment::kAligned;
  if (context.settings.trap_unaligned) return Alignment::kTrapping;
  return Alignment::kUnaligned;
}

void trap_unless_aligned(Emitter& code, Alignment alignment, llvm::Value* index,
                         uint64_t size) {
  if (alignment != Alignment::kTrapping) return;
  Builder& builder = code.builder();
  llvm::Value* low_bits = builder.CreateAnd(
      index, llvm::ConstantInt::get(
                 index->getType(), needed_alignment(code.context(), size) - 1));
  code.trap_if(builder.CreateIsNotNull(low_bits), Trap::kUnaligned);
}

namespace {

void set_alignment(const Context& context, llvm::Instruction& instruction,
                   Alignment alignment) {
  llvm::Type* type = llvm::getLoadStoreType(&instruction);
  uint64_t size = type->getPrimitiveSizeInBits() / 8;
  bool is_aligned =
      alignment == Alignment::kAligned || alignment == Alignment::kTrapping;
  llvm::Align align(is_aligned ? needed_alignment(context, size) : 1);
  if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction)) {
    load->setAlignment(align);
  } else {
    llvm::cast<llvm::StoreInst>(instruction).setAlignment(align);
  }
  if (alignment == Alignment::kBytes) make_of_bytes(instruction);
}

}  // namespace

llvm::Value* load_at(Emitter& code, llvm::Value* from, Alignment alignment,
                     llvm::Type* type) {
  llvm::LoadInst* load = code.load_from(type, from, Region::kLinearMemory);
  set_alignment(code.context(), *load, alignment);
  return load;
}

void store_at(Emitter& code, llvm::Value* to, Alignment alignment,
              llvm::Value* value) {
  set_alignment(code.context(),
                *code.store_to(value, to, Region::kLinearMemory), alignment);
}

}  // namespace wasm2mpy::codegen
