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
using wasm::Instruction;
using wasm::Opcode;

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

bool FunctionTranslator::translate_integer(const Instruction& instruction) {
  using Op = llvm::Instruction;
  switch (instruction.opcode) {
    case Opcode::kI32Eqz:
    case Opcode::kI64Eqz: {
      llvm::Value* value = pop_raw();
      push(builder_.CreateZExt(builder_.CreateNot(is_true(value)),
                               context_.i32));
      return true;
    }
    case Opcode::kI32Eq:
    case Opcode::kI64Eq:
      compare(CmpInst::ICMP_EQ);
      return true;
    case Opcode::kI32Ne:
    case Opcode::kI64Ne:
      compare(CmpInst::ICMP_NE);
      return true;
    case Opcode::kI32LtS:
    case Opcode::kI64LtS:
      compare(CmpInst::ICMP_SLT);
      return true;
    case Opcode::kI32LtU:
    case Opcode::kI64LtU:
      compare(CmpInst::ICMP_ULT);
      return true;
    case Opcode::kI32GtS:
    case Opcode::kI64GtS:
      compare(CmpInst::ICMP_SGT);
      return true;
    case Opcode::kI32GtU:
    case Opcode::kI64GtU:
      compare(CmpInst::ICMP_UGT);
      return true;
    case Opcode::kI32LeS:
    case Opcode::kI64LeS:
      compare(CmpInst::ICMP_SLE);
      return true;
    case Opcode::kI32LeU:
    case Opcode::kI64LeU:
      compare(CmpInst::ICMP_ULE);
      return true;
    case Opcode::kI32GeS:
    case Opcode::kI64GeS:
      compare(CmpInst::ICMP_SGE);
      return true;
    case Opcode::kI32GeU:
    case Opcode::kI64GeU:
      compare(CmpInst::ICMP_UGE);
      return true;
    case Opcode::kI32Clz:
    case Opcode::kI64Clz:
      count_zeros(llvm::Intrinsic::ctlz);
      return true;
    case Opcode::kI32Ctz:
    case Opcode::kI64Ctz:
      count_zeros(llvm::Intrinsic::cttz);
      return true;
    case Opcode::kI32Popcnt:
    case Opcode::kI64Popcnt:
      unary_intrinsic(llvm::Intrinsic::ctpop);
      return true;
    case Opcode::kI32Add:
    case Opcode::kI64Add:
      binary(Op::Add);
      return true;
    case Opcode::kI32Sub:
    case Opcode::kI64Sub:
      binary(Op::Sub);
      return true;
    case Opcode::kI32Mul:
    case Opcode::kI64Mul:
      binary(Op::Mul);
      return true;
    case Opcode::kI32DivS:
    case Opcode::kI64DivS:
      divide(Op::SDiv);
      return true;
    case Opcode::kI32DivU:
    case Opcode::kI64DivU:
      divide(Op::UDiv);
      return true;
    case Opcode::kI32RemS:
    case Opcode::kI64RemS:
      divide(Op::SRem);
      return true;
    case Opcode::kI32RemU:
    case Opcode::kI64RemU:
      divide(Op::URem);
      return true;
    case Opcode::kI32And:
    case Opcode::kI64And:
      binary(Op::And);
      return true;
    case Opcode::kI32Or:
    case Opcode::kI64Or:
      binary(Op::Or);
      return true;
    case Opcode::kI32Xor:
    case Opcode::kI64Xor:
      binary(Op::Xor);
      return true;
    case Opcode::kI32Shl:
    case Opcode::kI64Shl:
      shift(Op::Shl);
      return true;
    case Opcode::kI32ShrS:
    case Opcode::kI64ShrS:
      shift(Op::AShr);
      return true;
    case Opcode::kI32ShrU:
    case Opcode::kI64ShrU:
      shift(Op::LShr);
      return true;
    case Opcode::kI32Rotl:
    case Opcode::kI64Rotl:
      rotate(llvm::Intrinsic::fshl);
      return true;
    case Opcode::kI32Rotr:
    case Opcode::kI64Rotr:
      rotate(llvm::Intrinsic::fshr);
      return true;
    default:
      return false;
  }
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

bool FunctionTranslator::translate_float(const Instruction& instruction) {
  using Op = llvm::Instruction;
  switch (instruction.opcode) {
    case Opcode::kF32Eq:
    case Opcode::kF64Eq:
      compare(CmpInst::FCMP_OEQ);
      return true;
    case Opcode::kF32Ne:
    case Opcode::kF64Ne:
      compare(CmpInst::FCMP_UNE);
      return true;
    case Opcode::kF32Lt:
    case Opcode::kF64Lt:
      compare(CmpInst::FCMP_OLT);
      return true;
    case Opcode::kF32Gt:
    case Opcode::kF64Gt:
      compare(CmpInst::FCMP_OGT);
      return true;
    case Opcode::kF32Le:
    case Opcode::kF64Le:
      compare(CmpInst::FCMP_OLE);
      return true;
    case Opcode::kF32Ge:
    case Opcode::kF64Ge:
      compare(CmpInst::FCMP_OGE);
      return true;
    case Opcode::kF32Abs:
    case Opcode::kF64Abs:
      unary_intrinsic(llvm::Intrinsic::fabs);
      return true;
    case Opcode::kF32Neg:
    case Opcode::kF64Neg:
      push(builder_.CreateFNeg(pop()));
      return true;
    case Opcode::kF32Ceil:
    case Opcode::kF64Ceil:
      call_float(RT_FUNCTION(rt_ceil_f32), RT_FUNCTION(rt_ceil_f64));
      return true;
    case Opcode::kF32Floor:
    case Opcode::kF64Floor:
      call_float(RT_FUNCTION(rt_floor_f32), RT_FUNCTION(rt_floor_f64));
      return true;
    case Opcode::kF32Trunc:
    case Opcode::kF64Trunc:
      call_float(RT_FUNCTION(rt_trunc_f32), RT_FUNCTION(rt_trunc_f64));
      return true;
    case Opcode::kF32Nearest:
    case Opcode::kF64Nearest:
      call_float(RT_FUNCTION(rt_nearest_f32), RT_FUNCTION(rt_nearest_f64));
      return true;
    case Opcode::kF32Sqrt:
    case Opcode::kF64Sqrt:
      square_root();
      return true;
    case Opcode::kF32Add:
    case Opcode::kF64Add:
      binary(Op::FAdd);
      return true;
    case Opcode::kF32Sub:
    case Opcode::kF64Sub:
      binary(Op::FSub);
      return true;
    case Opcode::kF32Mul:
    case Opcode::kF64Mul:
      binary(Op::FMul);
      return true;
    case Opcode::kF32Div:
    case Opcode::kF64Div:
      binary(Op::FDiv);
      return true;
    case Opcode::kF32Min:
    case Opcode::kF64Min:
      min_or_max(llvm::Intrinsic::minimum);
      return true;
    case Opcode::kF32Max:
    case Opcode::kF64Max:
      min_or_max(llvm::Intrinsic::maximum);
      return true;
    case Opcode::kF32Copysign:
    case Opcode::kF64Copysign:
      binary_intrinsic(llvm::Intrinsic::copysign);
      return true;
    default:
      return false;
  }
}

}  // namespace wasm2mpy::codegen
