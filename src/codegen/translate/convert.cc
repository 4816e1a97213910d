// Conversions between number types.
//
// LLVM's fptosi and fptoui are poison outside of the target's range, so the
// range is tested before. a demotion's operand is fenced: LLVM folds a
// promotion followed by a demotion to nothing, which would keep a signalling
// NaN.
#include <cmath>

#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {

using wasm::Instruction;
using wasm::Opcode;

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
  builder_.CreateCondBr(
      in_range, next, outside,
      llvm::MDBuilder(context_.llvm).createLikelyBranchWeights());
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

bool FunctionTranslator::translate_conversion(const Instruction& instruction) {
  llvm::IntegerType* i32 = context_.i32;
  llvm::IntegerType* i64 = context_.i64;
  llvm::Type* f32 = context_.f32;
  llvm::Type* f64 = context_.f64;
  switch (instruction.opcode) {
    case Opcode::kI32WrapI64:
      push(builder_.CreateTrunc(pop(), i32));
      return true;
    case Opcode::kI64ExtendI32S:
      push(builder_.CreateSExt(pop(), i64));
      return true;
    case Opcode::kI64ExtendI32U:
      push(builder_.CreateZExt(pop(), i64));
      return true;
    case Opcode::kI32Extend8S:
    case Opcode::kI64Extend8S:
      extend_low_bits(context_.i8);
      return true;
    case Opcode::kI32Extend16S:
    case Opcode::kI64Extend16S:
      extend_low_bits(context_.i16);
      return true;
    case Opcode::kI64Extend32S:
      extend_low_bits(i32);
      return true;
    case Opcode::kI32TruncF32S:
    case Opcode::kI32TruncF64S:
      truncate(i32, true);
      return true;
    case Opcode::kI32TruncF32U:
    case Opcode::kI32TruncF64U:
      truncate(i32, false);
      return true;
    case Opcode::kI64TruncF32S:
    case Opcode::kI64TruncF64S:
      truncate(i64, true);
      return true;
    case Opcode::kI64TruncF32U:
    case Opcode::kI64TruncF64U:
      truncate(i64, false);
      return true;
    case Opcode::kI32TruncSatF32S:
    case Opcode::kI32TruncSatF64S:
      truncate_saturating(i32, true);
      return true;
    case Opcode::kI32TruncSatF32U:
    case Opcode::kI32TruncSatF64U:
      truncate_saturating(i32, false);
      return true;
    case Opcode::kI64TruncSatF32S:
    case Opcode::kI64TruncSatF64S:
      truncate_saturating(i64, true);
      return true;
    case Opcode::kI64TruncSatF32U:
    case Opcode::kI64TruncSatF64U:
      truncate_saturating(i64, false);
      return true;
    case Opcode::kF32ConvertI32S:
    case Opcode::kF32ConvertI64S:
      push(builder_.CreateSIToFP(pop(), f32));
      return true;
    case Opcode::kF32ConvertI32U:
    case Opcode::kF32ConvertI64U:
      push(builder_.CreateUIToFP(pop(), f32));
      return true;
    case Opcode::kF64ConvertI32S:
    case Opcode::kF64ConvertI64S:
      push(builder_.CreateSIToFP(pop(), f64));
      return true;
    case Opcode::kF64ConvertI32U:
    case Opcode::kF64ConvertI64U:
      push(builder_.CreateUIToFP(pop(), f64));
      return true;
    case Opcode::kF32DemoteF64:
      push(builder_.CreateFPTrunc(fence(pop()), f32));
      return true;
    case Opcode::kF64PromoteF32:
      push(builder_.CreateFPExt(pop(), f64));
      return true;
    case Opcode::kI32ReinterpretF32:
      push(builder_.CreateBitCast(pop_raw(), i32));
      return true;
    case Opcode::kI64ReinterpretF64:
      push(builder_.CreateBitCast(pop_raw(), i64));
      return true;
    case Opcode::kF32ReinterpretI32:
      push(fence(builder_.CreateBitCast(pop_raw(), f32)));
      return true;
    case Opcode::kF64ReinterpretI64:
      push(fence(builder_.CreateBitCast(pop_raw(), f64)));
      return true;
    default:
      return false;
  }
}

}  // namespace wasm2mpy::codegen
