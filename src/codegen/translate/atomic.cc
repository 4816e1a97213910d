// The instructions of the threads proposal. There is one thread, so they are
// plain accesses, which trap first if the address is not aligned, as in the
// specification's interpreter. Nobody waits, so there is nobody to wake; and
// nobody would end a wait: with a timeout it ends at once, as if that had
// passed, without one it traps.
#include "codegen/translate/function.h"
#include "wasm/opcode.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

namespace {

enum class AtomicOperation : uint8_t {
  kNotify,
  kWait,
  kLoad,
  kStore,
  kAdd,
  kSub,
  kAnd,
  kOr,
  kXor,
  kExchange,
  kCompareExchange,
};
using enum AtomicOperation;

constexpr AtomicOperation kAtomicTable[] = {
#define ATOMIC_OPCODE(id, code, text, bits, signature, operation) k##operation,
#include "wasm/atomic_opcodes.def"
#undef ATOMIC_OPCODE
};

// The rows of atomic_opcodes.def follow each other in opcodes.def.
AtomicOperation operation_of(Opcode opcode) {
  return kAtomicTable[size_t(opcode) - size_t(Opcode::kMemoryAtomicNotify)];
}

// What memory.atomic.wait returns when it did not sleep, or slept in vain.
constexpr uint32_t kNotEqual = 1;
constexpr uint32_t kTimedOut = 2;

}  // namespace

AccessKind FunctionTranslator::atomic_access(const Instruction& instruction) {
  const wasm::OpcodeInfo& info = wasm::opcode_info(instruction.opcode);
  unsigned bits = 8u << wasm::access_size_log2(info.immediates);
  bool is_wait = operation_of(instruction.opcode) == kWait;
  // In the signature of a wait there is an i64 in any case, the timeout.
  bool is_64 = is_wait ? bits == 64 : info.signature.contains('I');
  return {Alignment::kAligned, builder_.getIntNTy(bits),
          is_64 ? context_.i64 : context_.i32, false};
}

void FunctionTranslator::trap_unless_naturally_aligned(
    const Instruction& instruction, llvm::Value* index, uint64_t size) {
  if (size == 1 || context_.settings.unchecked) return;
  llvm::Type* type = index->getType();
  uint64_t low_bits = size - 1;
  llvm::Value* address = builder_.CreateAdd(
      index, llvm::ConstantInt::get(type, instruction.bits & low_bits));
  trap_if(builder_.CreateIsNotNull(builder_.CreateAnd(
              address, llvm::ConstantInt::get(type, low_bits))),
          Trap::kUnalignedAtomic);
}

void FunctionTranslator::atomic(const Instruction& instruction) {
  AtomicOperation operation = operation_of(instruction.opcode);
  AccessKind kind = atomic_access(instruction);
  llvm::Value* timeout = operation == kWait ? pop_raw() : nullptr;
  llvm::Value* operand = operation == kLoad ? nullptr : pop_raw();
  llvm::Value* expected = operation == kCompareExchange ? pop_raw() : nullptr;
  llvm::Value* index = pop_raw();
  trap_unless_naturally_aligned(instruction, index, kind.size());
  LinearMemory& memory = this->memory(instruction.index);
  uint64_t offset = instruction.bits;
  if (operation == kWait &&
      !context_.module.memories[instruction.index].type.is_shared)
    trap_if(builder_.getTrue(), Trap::kNotShared);
  if (operation == kStore) return memory.store(kind, index, offset, operand);

  llvm::Value* found = memory.load(kind, index, offset);
  switch (operation) {
    case kLoad:
      return push(found);
    case kNotify:
      return push(builder_.getInt32(0));
    case kWait: {
      llvm::Value* differs = builder_.CreateICmpNE(found, operand);
      llvm::Value* is_endless =
          builder_.CreateICmpSLT(timeout, builder_.getInt64(0));
      trap_if(builder_.CreateAnd(builder_.CreateNot(differs), is_endless),
              Trap::kDeadlock);
      return push(builder_.CreateSelect(differs, builder_.getInt32(kNotEqual),
                                        builder_.getInt32(kTimedOut)));
    }
    case kCompareExchange: {
      // Of the value expected the bits count that are compared.
      if (expected->getType() != kind.memory_type) {
        expected = builder_.CreateZExt(
            builder_.CreateTrunc(expected, kind.memory_type), kind.type);
      }
      operand = builder_.CreateSelect(builder_.CreateICmpEQ(found, expected),
                                      operand, found);
      break;
    }
    case kAdd:
      operand = builder_.CreateAdd(found, operand);
      break;
    case kSub:
      operand = builder_.CreateSub(found, operand);
      break;
    case kAnd:
      operand = builder_.CreateAnd(found, operand);
      break;
    case kOr:
      operand = builder_.CreateOr(found, operand);
      break;
    case kXor:
      operand = builder_.CreateXor(found, operand);
      break;
    case kExchange:
    case kStore:
      break;
  }
  memory.store(kind, index, offset, operand);
  push(found);
}

}  // namespace wasm2mpy::codegen
