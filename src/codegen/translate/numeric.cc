// Integer and floating-point arithmetic.
//
// Where LLVM leaves behaviour undefined and WebAssembly does not: shift
// amounts are masked; division by zero and overflow are tested first, and the
// one remainder that overflows is zero. Floating-point operations are LLVM's
// plain ones (round to nearest, no fast-math flags); what its folding gets
// wrong is kept from it by hide_constant().
#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {

using llvm::CmpInst;

void FunctionTranslator::compare(CmpInst::Predicate predicate) {
  llvm::Value* right = pop_raw();
  llvm::Value* left = pop_raw();
  push(builder_.CreateZExt(builder_.CreateCmp(predicate, left, right),
                           context_.i32));
}

void FunctionTranslator::binary(llvm::Instruction::BinaryOps operation) {
  llvm::Value* right = pop();
  llvm::Value* left = pop();
  push(builder_.CreateBinOp(operation, left, right));
}

// A number of 128 bits is two of 64 on the stack, the lower one first.
llvm::Value* FunctionTranslator::pop_wide() {
  llvm::Type* type = builder_.getInt128Ty();
  llvm::Value* high = builder_.CreateZExt(pop(), type);
  llvm::Value* low = builder_.CreateZExt(pop(), type);
  return builder_.CreateOr(builder_.CreateShl(high, 64), low);
}

void FunctionTranslator::push_wide(llvm::Value* value) {
  push(builder_.CreateTrunc(value, context_.i64));
  push(builder_.CreateTrunc(builder_.CreateLShr(value, 64), context_.i64));
}

void FunctionTranslator::wide_binary(llvm::Instruction::BinaryOps operation) {
  llvm::Value* right = pop_wide();
  llvm::Value* left = pop_wide();
  push_wide(builder_.CreateBinOp(operation, left, right));
}

void FunctionTranslator::wide_multiply(bool is_signed) {
  llvm::Type* type = builder_.getInt128Ty();
  llvm::Value* right = builder_.CreateIntCast(pop(), type, is_signed);
  llvm::Value* left = builder_.CreateIntCast(pop(), type, is_signed);
  push_wide(builder_.CreateMul(left, right));
}

void FunctionTranslator::unary_intrinsic(llvm::Intrinsic::ID intrinsic) {
  push(builder_.CreateUnaryIntrinsic(intrinsic, pop()));
}

void FunctionTranslator::binary_intrinsic(llvm::Intrinsic::ID intrinsic) {
  llvm::Value* right = pop();
  llvm::Value* left = pop();
  push(builder_.CreateBinaryIntrinsic(intrinsic, left, right));
}

void FunctionTranslator::count_zeros(llvm::Intrinsic::ID intrinsic) {
  // `false`: zero is not poison but gives the number of bits.
  push(builder_.CreateBinaryIntrinsic(intrinsic, pop(), builder_.getFalse()));
}

void FunctionTranslator::shift(llvm::Instruction::BinaryOps operation) {
  llvm::Value* amount = pop();
  llvm::Value* value = pop();
  unsigned bits = value->getType()->getIntegerBitWidth();
  amount = builder_.CreateAnd(
      amount, llvm::ConstantInt::get(value->getType(), bits - 1));
  push(builder_.CreateBinOp(operation, value, amount));
}

// Funnel shifts take the amount modulo the width.
void FunctionTranslator::rotate(llvm::Intrinsic::ID intrinsic) {
  llvm::Value* amount = pop();
  llvm::Value* value = pop();
  push(builder_.CreateIntrinsic(intrinsic, {value->getType()},
                                {value, value, amount}));
}

void FunctionTranslator::divide(llvm::Instruction::BinaryOps operation) {
  llvm::Value* divisor = pop();
  llvm::Value* dividend = pop();
  llvm::Type* type = divisor->getType();
  llvm::Value* minus_one = llvm::Constant::getAllOnesValue(type);
  trap_if(builder_.CreateIsNull(divisor), Trap::kDivideByZero);
  if (operation == llvm::Instruction::SDiv) {
    llvm::Value* least = llvm::ConstantInt::get(
        type, llvm::APInt::getSignedMinValue(type->getIntegerBitWidth()));
    llvm::Value* overflows =
        builder_.CreateAnd(builder_.CreateICmpEQ(dividend, least),
                           builder_.CreateICmpEQ(divisor, minus_one));
    trap_if(overflows, Trap::kIntegerOverflow);
  } else if (operation == llvm::Instruction::SRem) {
    divisor = builder_.CreateSelect(builder_.CreateICmpEQ(divisor, minus_one),
                                    llvm::ConstantInt::get(type, 1), divisor);
  }
  push(builder_.CreateBinOp(operation, dividend, divisor));
}

// By a function of the runtime: not every target has instructions for it.
void FunctionTranslator::call_float(const RuntimeFunction<1>& f32,
                                    const RuntimeFunction<1>& f64) {
  llvm::Value* value = pop();
  bool is_single = value->getType() == context_.f32;
  push(call_runtime(is_single ? f32 : f64, {value}));
}

// Whether the target computes with numbers of that type itself.
bool FunctionTranslator::has_float_unit(llvm::Type* type) const {
  return context_.target.float_unit >= (type == context_.f32
                                            ? target::FloatUnit::kSingle
                                            : target::FloatUnit::kDouble);
}

void FunctionTranslator::square_root() {
  if (context_.target.has_square_root &&
      has_float_unit(stack_.back()->getType())) {
    unary_intrinsic(llvm::Intrinsic::sqrt);
  } else {
    call_float(RT_FUNCTION(rt_sqrt_f32), RT_FUNCTION(rt_sqrt_f64));
  }
}

// LLVM's operations order zeros as WebAssembly does but may hand a signalling
// NaN on. An addition makes a quiet one of it.
// Without a float unit they would be calls of a C library's fminimum.
void FunctionTranslator::min_or_max(llvm::Intrinsic::ID intrinsic) {
  llvm::Value* right = pop();
  llvm::Value* left = pop();
  if (!has_float_unit(left->getType())) {
    bool is_single = left->getType() == context_.f32;
    bool is_min = intrinsic == llvm::Intrinsic::minimum;
    if (is_min) {
      push(call_runtime(
          is_single ? RT_FUNCTION(rt_min_f32) : RT_FUNCTION(rt_min_f64),
          {left, right}));
    } else {
      push(call_runtime(
          is_single ? RT_FUNCTION(rt_max_f32) : RT_FUNCTION(rt_max_f64),
          {left, right}));
    }
    return;
  }
  llvm::Value* is_nan = builder_.CreateFCmpUNO(left, right);
  llvm::Value* nan = builder_.CreateFAdd(left, right);
  // Poison where it is not selected.
  llvm::FastMathFlags flags;
  flags.setNoNaNs();
  bool order_zeros =
      left->getType() == context_.f64 && !context_.target.orders_double_zeros;
  flags.setNoSignedZeros(order_zeros);
  llvm::CallInst* intrinsic_call =
      builder_.CreateIntrinsic(intrinsic, {left->getType()}, {left, right});
  intrinsic_call->setFastMathFlags(flags);
  llvm::Value* number = intrinsic_call;
  if (order_zeros) {
    // Equal numbers have equal bits, but for the sign of zeros.
    llvm::Value* left_bits = builder_.CreateBitCast(left, context_.i64);
    llvm::Value* right_bits = builder_.CreateBitCast(right, context_.i64);
    llvm::Value* bits = intrinsic == llvm::Intrinsic::minimum
                            ? builder_.CreateOr(left_bits, right_bits)
                            : builder_.CreateAnd(left_bits, right_bits);
    number = builder_.CreateSelect(builder_.CreateFCmpOEQ(left, right),
                                   builder_.CreateBitCast(bits, context_.f64),
                                   number);
  }
  push(builder_.CreateSelect(is_nan, nan, number));
}

}  // namespace wasm2mpy::codegen
