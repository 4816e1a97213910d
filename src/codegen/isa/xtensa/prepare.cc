#include "codegen/isa/xtensa/prepare.h"

#include <algorithm>

#include <llvm/ADT/StringExtras.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/Support/KnownBits.h>
#include <llvm/Support/MathExtras.h>

#include "codegen/isa/xtensa/offsets.h"
#include "codegen/isa/xtensa/shifts.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

using llvm::IRBuilder;
using llvm::Value;

// LLVM quotes names in some places only; nothing outside refers to them.
void make_names_plain(llvm::Module& module) {
  for (llvm::GlobalValue& value : module.global_values()) {
    std::string name = value.getName().str();
    std::ranges::replace_if(
        name,
        [](char c) {
          return !llvm::isAlnum(c) && c != '_' && c != '.' && c != '$';
        },
        '_');
    if (name != value.getName()) value.setName(name);
  }
}

// The selector fails on a choice between floats where there is a float unit,
// and would load constants from a table of them.
bool select_integers(llvm::SelectInst& select) {
  if (!select.getType()->isFloatTy() && !select.getType()->isDoubleTy())
    return false;
  IRBuilder<> builder(&select);
  llvm::Type* type =
      builder.getIntNTy(select.getType()->getPrimitiveSizeInBits());
  Value* chosen = builder.CreateSelect(
      select.getCondition(), builder.CreateBitCast(select.getTrueValue(), type),
      builder.CreateBitCast(select.getFalseValue(), type));
  select.replaceAllUsesWith(builder.CreateBitCast(chosen, select.getType()));
  return true;
}

// Truth as a float would become such a choice.
bool convert_truth(llvm::CastInst& cast) {
  bool is_signed = cast.getOpcode() == llvm::Instruction::SIToFP;
  if (!is_signed && cast.getOpcode() != llvm::Instruction::UIToFP) return false;
  Value* truth = cast.getOperand(0);
  const llvm::DataLayout& layout = cast.getDataLayout();
  unsigned bits = truth->getType()->getIntegerBitWidth();
  llvm::KnownBits known = llvm::computeKnownBits(truth, layout);
  bool is_one = bits > 1 && known.getMaxValue().ule(1);
  bool is_minus_one =
      !is_one && is_signed && llvm::ComputeNumSignBits(truth, layout) == bits;
  if (!is_one && !is_minus_one && bits > 1) return false;
  IRBuilder<> builder(&cast);
  llvm::Type* type =
      builder.getIntNTy(cast.getType()->getPrimitiveSizeInBits());
  Value* one = builder.CreateBitCast(
      llvm::ConstantFP::get(cast.getType(), is_minus_one ? -1.0 : 1.0), type);
  Value* chosen = builder.CreateSelect(builder.CreateIsNotNull(truth), one,
                                       llvm::Constant::getNullValue(type));
  cast.replaceAllUsesWith(builder.CreateBitCast(chosen, cast.getType()));
  return true;
}

// The number of leading zeros of 32 bits; of zero 32. LLVM has no pattern for
// the instruction and would count bits by shifts.
Value* leading_zeros32(IRBuilder<>& builder, Value* value) {
  llvm::Type* type = builder.getInt32Ty();
  return builder.CreateCall(
      llvm::InlineAsm::get(llvm::FunctionType::get(type, {type}, false),
                           "nsau $0, $1", "=r,r", /*hasSideEffects=*/false),
      {value});
}

Value* leading_zeros(IRBuilder<>& builder, Value* value) {
  unsigned bits = value->getType()->getIntegerBitWidth();
  llvm::Type* word = builder.getInt32Ty();
  if (bits <= 32) {
    Value* zeros = leading_zeros32(builder, builder.CreateZExt(value, word));
    return builder.CreateSub(zeros, builder.getInt32(32 - bits));
  }
  Value* high = builder.CreateTrunc(builder.CreateLShr(value, 32), word);
  Value* low = builder.CreateTrunc(value, word);
  Value* is_low = builder.CreateIsNull(high);
  Value* zeros =
      leading_zeros32(builder, builder.CreateSelect(is_low, low, high));
  Value* extra =
      builder.CreateSelect(is_low, builder.getInt32(32), builder.getInt32(0));
  return builder.CreateAdd(zeros, extra);
}

bool count_zeros(llvm::IntrinsicInst& call) {
  llvm::Intrinsic::ID id = call.getIntrinsicID();
  if (id != llvm::Intrinsic::ctlz && id != llvm::Intrinsic::cttz) return false;
  llvm::Type* type = call.getType();
  if (!type->isIntegerTy() || type->getIntegerBitWidth() > 64) return false;
  IRBuilder<> builder(&call);
  Value* value = call.getArgOperand(0);
  Value* zeros;
  if (id == llvm::Intrinsic::ctlz) {
    zeros = leading_zeros(builder, value);
  } else {
    // Ones exactly where zeros follow the last one.
    Value* ones = builder.CreateAnd(
        builder.CreateNot(value),
        builder.CreateSub(value, llvm::ConstantInt::get(type, 1)));
    zeros = builder.CreateSub(builder.getInt32(type->getIntegerBitWidth()),
                              leading_zeros(builder, ones));
  }
  call.replaceAllUsesWith(builder.CreateZExtOrTrunc(zeros, type));
  return true;
}

// The selector keeps a multiple of 256 as it is for addmi if an addition is its
// only user; but that may become an `or` afterwards, when it turns out that no
// bits overlap, which then cannot be selected. Nothing turns out of values that
// come from elsewhere.
bool add_multiple_of_256(llvm::BinaryOperator& add) {
  auto* addend = llvm::dyn_cast<llvm::ConstantInt>(add.getOperand(1));
  auto* value = llvm::dyn_cast<llvm::Instruction>(add.getOperand(0));
  if (add.getOpcode() != llvm::Instruction::Add || !addend || !value ||
      !add.getType()->isIntegerTy(32) || value->getParent() != add.getParent())
    return false;
  if (llvm::isa<llvm::PHINode, llvm::LoadInst, llvm::CallInst>(value))
    return false;
  int64_t number = addend->getSExtValue();
  if (!llvm::isShiftedInt<8, 8>(number) || llvm::isInt<12>(number))
    return false;
  IRBuilder<> builder(&add);
  llvm::Type* type = add.getType();
  Value* sum = builder.CreateCall(
      llvm::InlineAsm::get(llvm::FunctionType::get(type, {type}, false),
                           "addmi $0, $1, " + std::to_string(number), "=r,r",
                           /*hasSideEffects=*/false),
      {value});
  add.replaceAllUsesWith(sum);
  return true;
}

// LLVM moves divisions out of loops, and with it before the test for zero; but
// a division by zero is an exception here. One with side effects stays.
bool divide_in_place(llvm::BinaryOperator& division) {
  using llvm::Instruction;
  const char* text;
  switch (division.getOpcode()) {
    case Instruction::SDiv:
      text = "quos $0, $1, $2";
      break;
    case Instruction::UDiv:
      text = "quou $0, $1, $2";
      break;
    case Instruction::SRem:
      text = "rems $0, $1, $2";
      break;
    case Instruction::URem:
      text = "remu $0, $1, $2";
      break;
    default:
      return false;
  }
  llvm::Type* type = division.getType();
  if (llvm::isa<llvm::ConstantInt>(division.getOperand(1)) ||
      !type->isIntegerTy() || type->getIntegerBitWidth() > 32)
    return false;
  bool is_signed = division.getOpcode() == Instruction::SDiv ||
                   division.getOpcode() == Instruction::SRem;
  IRBuilder<> builder(&division);
  llvm::Type* word = builder.getInt32Ty();
  Value* operands[] = {
      builder.CreateIntCast(division.getOperand(0), word, is_signed),
      builder.CreateIntCast(division.getOperand(1), word, is_signed)};
  Value* result = builder.CreateCall(
      llvm::InlineAsm::get(llvm::FunctionType::get(word, {word, word}, false),
                           text, "=r,r,r", /*hasSideEffects=*/true),
      operands);
  division.replaceAllUsesWith(builder.CreateTrunc(result, type));
  return true;
}

// LLVM knows no Xtensa core that allows misaligned accesses. Nothing looks at
// addresses any more that could conclude from this that they are aligned. But
// of what is split into words LLVM takes the first of one access and the second
// of another to be different words if both are aligned to two; so no more than
// one word is promised.
void raise_alignment(llvm::Instruction& instruction) {
  llvm::Type* type = llvm::getLoadStoreType(&instruction);
  if (!type->isSingleValueType()) return;
  llvm::Align natural = std::min(
      instruction.getDataLayout().getABITypeAlign(type), llvm::Align(4));
  if (natural <= llvm::getLoadStoreAlignment(&instruction)) return;
  if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction)) {
    load->setAlignment(natural);
  } else {
    llvm::cast<llvm::StoreInst>(instruction).setAlignment(natural);
  }
}

}  // namespace

void prepare(llvm::Module& module, const Core& core) {
  make_names_plain(module);
  for (llvm::Function& function : module) {
    if (!function.isDeclaration()) split_offsets(function);
    for (llvm::Instruction& instruction :
         llvm::make_early_inc_range(llvm::instructions(function))) {
      bool replaced = false;
      if (auto* select = llvm::dyn_cast<llvm::SelectInst>(&instruction)) {
        replaced = select_integers(*select);
      } else if (auto* binary =
                     llvm::dyn_cast<llvm::BinaryOperator>(&instruction)) {
        replaced = add_multiple_of_256(*binary) || index_by_field(*binary) ||
                   shift_long(*binary) ||
                   (core.has_division && divide_in_place(*binary));
      } else if (auto* cast = llvm::dyn_cast<llvm::CastInst>(&instruction)) {
        replaced = convert_truth(*cast);
      } else if (core.splits_accesses &&
                 llvm::isa<llvm::LoadInst, llvm::StoreInst>(instruction)) {
        raise_alignment(instruction);
      } else if (auto* call =
                     llvm::dyn_cast<llvm::IntrinsicInst>(&instruction)) {
        replaced = count_zeros(*call) || shift_words(*call);
      }
      if (replaced) instruction.eraseFromParent();
    }
  }
}

}  // namespace wasm2mpy::codegen::xtensa
