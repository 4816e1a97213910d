// Vector instructions on floats. With vectors they are LLVM's; without, each
// lane is what the scalar instruction is, in every respect.
#include "codegen/translate/function.h"
#include "codegen/translate/vector.h"

namespace wasm2mpy::codegen {

using llvm::CmpInst;
using Op = llvm::Instruction;
using enum VectorOperation;

namespace {

bool is_integer(Lanes lanes) {
  return lanes != Lanes::kF32x4 && lanes != Lanes::kF64x2;
}

// How operations on operands of one shape are made, of whole vectors or of
// their lanes.
template <class Compare, class Binary, class Extreme, class Pick,
          class Multiply, class Sqrt, class Convert>
struct FloatForms {
  Compare compare;
  Binary binary;
  Extreme extreme;    // or NaN
  Pick pick;          // the lesser or the greater one as it is
  Multiply multiply;  // and add the product, or subtract it
  Sqrt sqrt;
  Convert convert;
};

template <class Forms>
auto make_by(const Forms& forms, VectorOperation operation) {
  switch (operation) {
    case kFloatEq:
      return forms.compare(CmpInst::FCMP_OEQ);
    case kFloatNe:
      return forms.compare(CmpInst::FCMP_UNE);
    case kFloatLt:
      return forms.compare(CmpInst::FCMP_OLT);
    case kFloatGt:
      return forms.compare(CmpInst::FCMP_OGT);
    case kFloatLe:
      return forms.compare(CmpInst::FCMP_OLE);
    case kFloatGe:
      return forms.compare(CmpInst::FCMP_OGE);
    case kSqrt:
      return forms.sqrt();
    case kFloatAdd:
      return forms.binary(Op::FAdd);
    case kFloatSub:
      return forms.binary(Op::FSub);
    case kFloatMul:
      return forms.binary(Op::FMul);
    case kDiv:
      return forms.binary(Op::FDiv);
    case kFloatMin:
      return forms.extreme(true);
    case kFloatMax:
      return forms.extreme(false);
    case kPmin:
      return forms.pick(true);
    case kPmax:
      return forms.pick(false);
    case kMultiplyAdd:
      return forms.multiply(Op::FAdd);
    case kNegativeMultiplyAdd:
      return forms.multiply(Op::FSub);
    default:
      return forms.convert();
  }
}

}  // namespace

// Does for each lane what `operation` does with the operand stack.
template <class Operation>
void FunctionTranslator::each_lane(const LaneShapes& shapes,
                                   const Operation& operation) {
  VectorCode code(context_, builder_);
  std::vector<llvm::Value*> operands = pop_many(shapes.operands);
  llvm::Value* result = code.constant(0, 0);
  unsigned count = std::min(count_of(shapes.from), count_of(shapes.to));
  for (unsigned i = 0; i < count; ++i) {
    for (llvm::Value* operand : operands) {
      llvm::Value* lane = code.extract(shapes.from, operand, i);
      llvm::Type* type =
          code.type_of(shapes.from, /*as_floats=*/!is_integer(shapes.from))
              ->getElementType();
      push(builder_.CreateBitCast(lane, type));
    }
    operation();
    result = code.replace(shapes.to, result, i, pop_raw());
  }
  push(result);
}

// What LLVM would fold wrongly stays hidden, as with scalars.
llvm::Value* FunctionTranslator::pop_floats(Lanes lanes) {
  llvm::Value* value =
      VectorCode(context_, builder_).as_lanes(pop_raw(), lanes, true);
  return llvm::isa<llvm::Constant>(value) ? fence(value) : value;
}

void FunctionTranslator::operate_on_floats(const VectorInfo& info) {
  switch (info.operation) {
    case kCeil:
      each_lane({info.lanes, info.lanes, 1}, [this] {
        call_float(RT_FUNCTION(rt_ceil_f32), RT_FUNCTION(rt_ceil_f64));
      });
      return;
    case kFloor:
      each_lane({info.lanes, info.lanes, 1}, [this] {
        call_float(RT_FUNCTION(rt_floor_f32), RT_FUNCTION(rt_floor_f64));
      });
      return;
    case kTrunc:
      each_lane({info.lanes, info.lanes, 1}, [this] {
        call_float(RT_FUNCTION(rt_trunc_f32), RT_FUNCTION(rt_trunc_f64));
      });
      return;
    case kNearest:
      each_lane({info.lanes, info.lanes, 1}, [this] {
        call_float(RT_FUNCTION(rt_nearest_f32), RT_FUNCTION(rt_nearest_f64));
      });
      return;
    case kTruncSatS:
    case kTruncSatU:
      each_lane({Lanes::kF32x4, Lanes::kI32x4, 1}, [&] {
        truncate_saturating(context_.i32, info.operation == kTruncSatS);
      });
      return;
    case kTruncSatZeroS:
    case kTruncSatZeroU:
      each_lane({Lanes::kF64x2, Lanes::kI32x4, 1}, [&] {
        truncate_saturating(context_.i32, info.operation == kTruncSatZeroS);
      });
      return;
    default:
      break;
  }
  if (context_.target.has_vectors) {
    push(VectorCode(context_, builder_).as_v128(float_vectors(info)));
  } else {
    operate_on_float_lanes(info);
  }
}

void FunctionTranslator::operate_on_float_lanes(const VectorInfo& info) {
  Lanes lanes = info.lanes;
  const LaneShapes one = {lanes, lanes, 1}, two = {lanes, lanes, 2},
                   three = {lanes, lanes, 3};
  FloatForms forms = {
      .compare =
          [&](CmpInst::Predicate predicate) {
            llvm::Type* type =
                llvm::Type::getIntNTy(context_.llvm, bits_of(lanes));
            each_lane(two, [&] {
              llvm::Value* right = pop_raw();
              llvm::Value* left = pop_raw();
              push(builder_.CreateSExt(
                  builder_.CreateFCmp(predicate, left, right), type));
            });
          },
      .binary =
          [&](Op::BinaryOps operation) {
            each_lane(two, [&] { binary(operation); });
          },
      .extreme =
          [&](bool is_min) {
            each_lane(two, [&] {
              min_or_max(is_min ? llvm::Intrinsic::minimum
                                : llvm::Intrinsic::maximum);
            });
          },
      .pick =
          [&](bool is_min) {
            each_lane(two, [&] {
              llvm::Value* b = pop_raw();
              llvm::Value* a = pop_raw();
              llvm::Value* takes_b = is_min ? builder_.CreateFCmpOLT(b, a)
                                            : builder_.CreateFCmpOLT(a, b);
              push(pick(takes_b, b, a));
            });
          },
      .multiply =
          [&](Op::BinaryOps operation) {
            each_lane(three, [&] {
              llvm::Value* addend = pop();
              llvm::Value* b = pop();
              llvm::Value* a = pop();
              push(builder_.CreateBinOp(operation, addend,
                                        builder_.CreateFMul(a, b)));
            });
          },
      .sqrt = [&] { each_lane(one, [&] { square_root(); }); },
      .convert = [&] { convert_float_lanes(info); },
  };
  make_by(forms, info.operation);
}

void FunctionTranslator::convert_float_lanes(const VectorInfo& info) {
  switch (info.operation) {
    case kDemoteZero:
      return each_lane({Lanes::kF64x2, Lanes::kF32x4, 1}, [this] {
        push(builder_.CreateFPTrunc(fence(pop()), context_.f32));
      });
    case kPromoteLow:
      return each_lane({Lanes::kF32x4, Lanes::kF64x2, 1}, [this] {
        push(builder_.CreateFPExt(pop(), context_.f64));
      });
    case kConvertS:
    case kConvertU:
    case kConvertLowS:
    case kConvertLowU: {
      llvm::Type* type =
          info.lanes == Lanes::kF32x4 ? context_.f32 : context_.f64;
      bool is_signed =
          info.operation == kConvertS || info.operation == kConvertLowS;
      return each_lane({Lanes::kI32x4, info.lanes, 1}, [&] {
        llvm::Value* value = pop_raw();
        push(is_signed ? builder_.CreateSIToFP(value, type)
                       : builder_.CreateUIToFP(value, type));
      });
    }
    default:
      llvm_unreachable("no other operation converts floats");
  }
}

// One of two floats, by their bits: one that is not chosen must not be touched.
llvm::Value* FunctionTranslator::pick(llvm::Value* condition, llvm::Value* a,
                                      llvm::Value* b) {
  llvm::Type* bits =
      builder_.getIntNTy(unsigned(a->getType()->getPrimitiveSizeInBits()));
  return builder_.CreateSelect(condition, builder_.CreateBitCast(a, bits),
                               builder_.CreateBitCast(b, bits));
}

// Equal numbers have equal bits, but for the sign of zeros: or'ed, it is there
// if one of them has it.
llvm::Value* FunctionTranslator::float_vector_extreme(Lanes lanes,
                                                      bool is_min) {
  VectorCode code(context_, builder_);
  llvm::Value* b = pop_floats(lanes);
  llvm::Value* a = pop_floats(lanes);
  auto bits = [&](llvm::Value* value) {
    return builder_.CreateBitCast(value, code.type_of(lanes));
  };
  llvm::Value* is_less = builder_.CreateFCmpOLT(a, b);
  llvm::Value* is_greater = builder_.CreateFCmpOLT(b, a);
  llvm::Value* number;
  if (is_min) {
    number = builder_.CreateOr(bits(builder_.CreateSelect(is_less, a, b)),
                               bits(builder_.CreateSelect(is_greater, b, a)));
  } else {
    number = builder_.CreateAnd(bits(builder_.CreateSelect(is_less, b, a)),
                                bits(builder_.CreateSelect(is_greater, a, b)));
  }
  return builder_.CreateSelect(builder_.CreateFCmpUNO(a, b),
                               bits(builder_.CreateFAdd(a, b)), number);
}

llvm::Value* FunctionTranslator::float_vectors(const VectorInfo& info) {
  Lanes lanes = info.lanes;
  auto binary = [&](Op::BinaryOps operation) {
    llvm::Value* b = pop_floats(lanes);
    llvm::Value* a = pop_floats(lanes);
    return builder_.CreateBinOp(operation, a, b);
  };
  FloatForms forms = {
      .compare = [&](CmpInst::Predicate predicate) -> llvm::Value* {
        llvm::Value* b = pop_floats(lanes);
        llvm::Value* a = pop_floats(lanes);
        return builder_.CreateSExt(
            builder_.CreateFCmp(predicate, a, b),
            VectorCode(context_, builder_).type_of(lanes));
      },
      .binary = binary,
      .extreme =
          [&](bool is_min) { return float_vector_extreme(lanes, is_min); },
      .pick = [&](bool is_min) -> llvm::Value* {
        llvm::Value* b = pop_floats(lanes);
        llvm::Value* a = pop_floats(lanes);
        return builder_.CreateSelect(is_min ? builder_.CreateFCmpOLT(b, a)
                                            : builder_.CreateFCmpOLT(a, b),
                                     b, a);
      },
      .multiply = [&](Op::BinaryOps operation) -> llvm::Value* {
        llvm::Value* addend = pop_floats(lanes);
        return builder_.CreateBinOp(operation, addend, binary(Op::FMul));
      },
      .sqrt = [&]() -> llvm::Value* {
        return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::sqrt,
                                             pop_floats(lanes));
      },
      .convert = [&] { return convert_float_vector(info); },
  };
  return make_by(forms, info.operation);
}

llvm::Value* FunctionTranslator::convert_float_vector(const VectorInfo& info) {
  VectorCode code(context_, builder_);
  llvm::FixedVectorType* type = code.type_of(info.lanes, true);
  // The lower two lanes of four, and two lanes with zeros above.
  auto low_half = [&](llvm::Value* value) {
    return builder_.CreateShuffleVector(value, {0, 1});
  };
  switch (info.operation) {
    case kDemoteZero: {
      auto* half = llvm::FixedVectorType::get(context_.f32, 2);
      llvm::Value* value = fence(code.as_lanes(pop_raw(), Lanes::kF64x2, true));
      return builder_.CreateShuffleVector(builder_.CreateFPTrunc(value, half),
                                          llvm::Constant::getNullValue(half),
                                          {0, 1, 2, 3});
    }
    case kPromoteLow:
      return builder_.CreateFPExt(low_half(pop_floats(Lanes::kF32x4)), type);
    case kConvertS:
      return builder_.CreateSIToFP(pop_raw(), type);
    case kConvertU:
      return builder_.CreateUIToFP(pop_raw(), type);
    case kConvertLowS:
      return builder_.CreateSIToFP(low_half(pop_raw()), type);
    case kConvertLowU:
      return builder_.CreateUIToFP(low_half(pop_raw()), type);
    default:
      llvm_unreachable("no other operation converts floats");
  }
}

}  // namespace wasm2mpy::codegen
