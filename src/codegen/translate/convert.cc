// Conversions between number types.
//
// LLVM's fptosi and fptoui are poison outside of the target's range, so the
// range is tested before. a demotion's operand is fenced: LLVM folds a
// promotion followed by a demotion to nothing, which would keep a signalling
// NaN.
#include <cmath>

#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {

// Values strictly between the bounds truncate into the range. The bounds are
// exact in the source type, except that a signed minimum minus one is not
// always: there the minimum itself is an inclusive bound.
void FunctionTranslator::truncate(llvm::IntegerType* to, bool is_signed) {
  llvm::Value* value = pop();
  llvm::Type* from = value->getType();
  unsigned bits = to->getBitWidth();
  double above = std::ldexp(1.0, int(is_signed ? bits - 1 : bits));
  bool has_below = is_signed && from == context_.f64 && bits == 32;
  double below = !is_signed ? -1.0 : has_below ? -above - 1.0 : -above;
  auto bound = [&](double number) {
    return llvm::ConstantFP::get(from, number);
  };
  llvm::Value* above_least = is_signed && !has_below
                                 ? builder_.CreateFCmpOGE(value, bound(below))
                                 : builder_.CreateFCmpOGT(value, bound(below));
  llvm::Value* in_range = builder_.CreateAnd(
      above_least, builder_.CreateFCmpOLT(value, bound(above)));

  llvm::BasicBlock* outside = new_block("not_in_range");
  llvm::BasicBlock* next = new_block("");
  builder_.CreateCondBr(in_range, next, outside, context_.likely());
  builder_.SetInsertPoint(outside);
  builder_.CreateCondBr(builder_.CreateFCmpUNO(value, value),
                        trap_block(Trap::kInvalidConversion),
                        trap_block(Trap::kIntegerOverflow));
  builder_.SetInsertPoint(next);
  push(is_signed ? builder_.CreateFPToSI(value, to)
                 : builder_.CreateFPToUI(value, to));
}

void FunctionTranslator::truncate_saturating(llvm::IntegerType* to,
                                             bool is_signed) {
  llvm::Value* value = pop();
  push(builder_.CreateIntrinsic(
      is_signed ? llvm::Intrinsic::fptosi_sat : llvm::Intrinsic::fptoui_sat,
      {to, value->getType()}, {value}));
}

void FunctionTranslator::extend_low_bits(llvm::IntegerType* from) {
  llvm::Value* value = pop();
  push(
      builder_.CreateSExt(builder_.CreateTrunc(value, from), value->getType()));
}

}  // namespace wasm2mpy::codegen
