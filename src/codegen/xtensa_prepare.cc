#include "codegen/xtensa_prepare.h"

#include <algorithm>

#include <llvm/ADT/StringExtras.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>

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

// The selector fails on a choice between floats where there is a float unit.
bool select_integers(llvm::SelectInst& select) {
  IRBuilder<> builder(&select);
  if (!select.getType()->isFloatTy()) return false;
  llvm::Type* type = builder.getInt32Ty();
  Value* chosen = builder.CreateSelect(
      select.getCondition(), builder.CreateBitCast(select.getTrueValue(), type),
      builder.CreateBitCast(select.getFalseValue(), type));
  select.replaceAllUsesWith(builder.CreateBitCast(chosen, select.getType()));
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

}  // namespace

void prepare(llvm::Module& module) {
  make_names_plain(module);
  for (llvm::Function& function : module) {
    for (llvm::Instruction& instruction :
         llvm::make_early_inc_range(llvm::instructions(function))) {
      bool replaced = false;
      if (auto* select = llvm::dyn_cast<llvm::SelectInst>(&instruction)) {
        replaced = select_integers(*select);
      } else if (auto* call =
                     llvm::dyn_cast<llvm::IntrinsicInst>(&instruction)) {
        replaced = count_zeros(*call);
      }
      if (replaced) instruction.eraseFromParent();
    }
  }
}

}  // namespace wasm2mpy::codegen::xtensa
