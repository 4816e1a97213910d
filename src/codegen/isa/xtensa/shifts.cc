#include "codegen/isa/xtensa/shifts.h"

#include <algorithm>
#include <format>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/Support/MathExtras.h>

namespace wasm2mpy::codegen::xtensa {
namespace {

using llvm::IRBuilder;
using llvm::Value;

Value* instruct(IRBuilder<>& builder, const std::string& text,
                llvm::ArrayRef<Value*> operands) {
  llvm::Type* word = builder.getInt32Ty();
  llvm::SmallVector<llvm::Type*> types(operands.size(), word);
  std::string constraints = "=r";
  for (size_t i = 0; i < operands.size(); ++i) constraints += ",r";
  return builder.CreateCall(
      llvm::InlineAsm::get(llvm::FunctionType::get(word, types, false), text,
                           constraints, /*hasSideEffects=*/false),
      operands);
}

// The word `amount` bits above the lowest of two words, for 0 < amount < 32.
Value* word_of(IRBuilder<>& builder, Value* high, Value* low, uint64_t amount) {
  return instruct(builder, std::format("ssai {}\n\tsrc $0, $1, $2", amount),
                  {high, low});
}

// What has a form that adds one operand shifted.
bool is_addition(const llvm::User* user, const Value* index) {
  if (auto* address = llvm::dyn_cast<llvm::GetElementPtrInst>(user)) {
    return address->getNumOperands() == 2 && address->getOperand(1) == index &&
           address->getSourceElementType()->isIntegerTy(8) &&
           !llvm::isa<llvm::ConstantInt>(address->getOperand(0));
  }
  auto* sum = llvm::dyn_cast<llvm::BinaryOperator>(user);
  return sum && sum->getOpcode() == llvm::Instruction::Add &&
         !llvm::isa<llvm::ConstantInt>(sum->getOperand(1));
}

}  // namespace

bool index_by_field(llvm::BinaryOperator& mask) {
  auto* bits = llvm::dyn_cast<llvm::ConstantInt>(mask.getOperand(1));
  if (mask.getOpcode() != llvm::Instruction::And || !bits ||
      !mask.getType()->isIntegerTy(32))
    return false;
  unsigned scale, width;
  if (!llvm::isShiftedMask_32(bits->getZExtValue(), scale, width) ||
      scale < 1 || scale > 3 || mask.use_empty() ||
      !std::ranges::all_of(mask.users(), [&](const llvm::User* user) {
        return is_addition(user, &mask);
      }))
    return false;

  Value* value = mask.getOperand(0);
  unsigned first = scale;
  if (auto* shift = llvm::dyn_cast<llvm::BinaryOperator>(value)) {
    auto* amount = llvm::dyn_cast<llvm::ConstantInt>(shift->getOperand(1));
    uint64_t by = amount ? amount->getZExtValue() : 32;
    if (shift->getOpcode() == llvm::Instruction::LShr && by + first < 32) {
      value = shift->getOperand(0);
      first += by;
      width = std::min(width, 32 - first);
    } else if (shift->getOpcode() == llvm::Instruction::Shl && by <= first) {
      value = shift->getOperand(0);
      first -= by;
    }
  }
  if (width > 16) return false;
  IRBuilder<> builder(&mask);
  Value* field = instruct(
      builder, std::format("extui $0, $1, {}, {}", first, width), {value});
  mask.replaceAllUsesWith(builder.CreateShl(field, scale));
  return true;
}

bool shift_words(llvm::IntrinsicInst& call) {
  llvm::Intrinsic::ID id = call.getIntrinsicID();
  if ((id != llvm::Intrinsic::fshl && id != llvm::Intrinsic::fshr) ||
      !call.getType()->isIntegerTy(32))
    return false;
  auto* amount = llvm::dyn_cast<llvm::ConstantInt>(call.getArgOperand(2));
  if (!amount) return false;
  uint64_t by = amount->getZExtValue() % 32;
  if (by == 0) return false;
  IRBuilder<> builder(&call);
  call.replaceAllUsesWith(word_of(builder, call.getArgOperand(0),
                                  call.getArgOperand(1),
                                  id == llvm::Intrinsic::fshl ? 32 - by : by));
  return true;
}

bool shift_long(llvm::BinaryOperator& shift) {
  auto* amount = llvm::dyn_cast<llvm::ConstantInt>(shift.getOperand(1));
  if (!shift.isShift() || !amount || !shift.getType()->isIntegerTy(64))
    return false;
  uint64_t by = amount->getZExtValue();
  if (by == 0 || by >= 32) return false;
  IRBuilder<> builder(&shift);
  llvm::Type* word = builder.getInt32Ty();
  Value* value = shift.getOperand(0);
  Value* low = builder.CreateTrunc(value, word);
  Value* high = builder.CreateTrunc(builder.CreateLShr(value, 32), word);
  if (shift.getOpcode() == llvm::Instruction::Shl) {
    high = word_of(builder, high, low, 32 - by);
    low = builder.CreateShl(low, by);
  } else {
    low = word_of(builder, high, low, by);
    high = shift.getOpcode() == llvm::Instruction::AShr
               ? builder.CreateAShr(high, by)
               : builder.CreateLShr(high, by);
  }
  llvm::Type* type = shift.getType();
  shift.replaceAllUsesWith(
      builder.CreateOr(builder.CreateShl(builder.CreateZExt(high, type), 32),
                       builder.CreateZExt(low, type)));
  return true;
}

}  // namespace wasm2mpy::codegen::xtensa
