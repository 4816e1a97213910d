#include "codegen/translate/vector.h"
#include "codegen/translate/vector_words.h"

namespace wasm2mpy::codegen {

using llvm::CmpInst;

namespace {

Lanes integers_of(unsigned bits) {
  return bits == 8    ? Lanes::kI8x16
         : bits == 16 ? Lanes::kI16x8
         : bits == 32 ? Lanes::kI32x4
                      : Lanes::kI64x2;
}

}  // namespace

llvm::FixedVectorType* VectorCode::type_of(Lanes lanes, bool as_floats) const {
  if (lanes == Lanes::kBits) return context_.v128;
  llvm::Type* lane = llvm::Type::getIntNTy(context_.llvm, bits_of(lanes));
  if (as_floats) lane = lanes == Lanes::kF32x4 ? context_.f32 : context_.f64;
  return llvm::FixedVectorType::get(lane, count_of(lanes));
}

llvm::Value* VectorCode::as_lanes(V vector, Lanes lanes, bool as_floats) {
  if (context_.target.has_vectors)
    return builder_.CreateBitCast(vector, type_of(lanes, as_floats));
  assert(!as_floats && "they are made one by one");
  return from_words(vector, type_of(lanes));
}

llvm::Value* VectorCode::as_v128(V lanes) {
  return context_.target.has_vectors
             ? builder_.CreateBitCast(lanes, context_.v128)
             : to_words(lanes);
}

// Not by a bitcast, for which LLVM stores one type and loads the other. It
// stores the first of several bytes as a word (ScalarizeVecOp_STORE), and last.
llvm::Value* VectorCode::from_words(V vector, llvm::FixedVectorType* type) {
  auto* lane = llvm::cast<llvm::IntegerType>(type->getElementType());
  unsigned bits = lane->getBitWidth();
  if (bits == 32) return vector;
  V result = llvm::PoisonValue::get(type);
  for (unsigned i = 0; i < type->getNumElements(); ++i) {
    unsigned at = i * bits;
    V value = builder_.CreateExtractElement(vector, at / 32);
    if (bits < 32) {
      value = builder_.CreateTrunc(builder_.CreateLShr(value, at % 32), lane);
    } else {
      V high = builder_.CreateExtractElement(vector, at / 32 + 1);
      value = builder_.CreateOr(
          builder_.CreateZExt(value, lane),
          builder_.CreateShl(builder_.CreateZExt(high, lane), 32));
    }
    result = builder_.CreateInsertElement(result, value, i);
  }
  return result;
}

llvm::Value* VectorCode::to_words(V lanes) {
  auto* type = llvm::cast<llvm::FixedVectorType>(lanes->getType());
  unsigned bits = type->getElementType()->getIntegerBitWidth();
  if (bits == 32) return lanes;
  V words[4] = {};
  for (unsigned i = 0; i < type->getNumElements(); ++i) {
    V value = builder_.CreateExtractElement(lanes, i);
    unsigned at = i * bits;
    if (bits == 64) {
      words[at / 32] = builder_.CreateTrunc(value, context_.i32);
      words[at / 32 + 1] =
          builder_.CreateTrunc(builder_.CreateLShr(value, 32), context_.i32);
      continue;
    }
    value =
        builder_.CreateShl(builder_.CreateZExt(value, context_.i32), at % 32);
    V& word = words[at / 32];
    word = word ? builder_.CreateOr(word, value) : value;
  }
  V result = llvm::PoisonValue::get(context_.v128);
  for (unsigned i = 0; i < 4; ++i)
    result = builder_.CreateInsertElement(result, words[i], i);
  return result;
}

llvm::Constant* VectorCode::each(llvm::Type* type, int64_t number) const {
  return llvm::ConstantInt::getSigned(type, number);
}

llvm::Constant* VectorCode::constant(uint64_t low, uint64_t high) const {
  const uint32_t words[] = {uint32_t(low), uint32_t(low >> 32), uint32_t(high),
                            uint32_t(high >> 32)};
  return llvm::ConstantDataVector::get(context_.llvm, words);
}

// ------------------------------------------------------------------ lanes ---

llvm::Value* VectorCode::splat(Lanes lanes, V scalar) {
  llvm::Type* lane = type_of(lanes)->getElementType();
  scalar = scalar->getType()->isIntegerTy()
               ? builder_.CreateTrunc(scalar, lane)
               : builder_.CreateBitCast(scalar, lane);
  if (!context_.target.has_vectors && bits_of(lanes) < 32)
    return WordLanes(context_, builder_, lanes)
        .repeat(builder_.CreateZExt(scalar, context_.i32));
  return as_v128(builder_.CreateVectorSplat(count_of(lanes), scalar));
}

llvm::Value* VectorCode::extract(Lanes lanes, V vector, uint32_t lane) {
  return builder_.CreateExtractElement(as_lanes(vector, lanes), lane);
}

llvm::Value* VectorCode::replace(Lanes lanes, V vector, uint32_t lane,
                                 V scalar) {
  llvm::Type* type = type_of(lanes)->getElementType();
  scalar = scalar->getType()->isIntegerTy()
               ? builder_.CreateTrunc(scalar, type)
               : builder_.CreateBitCast(scalar, type);
  return as_v128(
      builder_.CreateInsertElement(as_lanes(vector, lanes), scalar, lane));
}

// By the largest lanes that are moved as a whole: those of 32 bits cost nothing
// where there are no vectors.
llvm::Value* VectorCode::shuffle(V a, V b, uint64_t low, uint64_t high) {
  uint8_t bytes[16];
  for (unsigned i = 0; i < 16; ++i)
    bytes[i] = uint8_t((i < 8 ? low : high) >> (i % 8 * 8));
  auto moves_whole = [&](unsigned size) {
    for (unsigned i = 0; i < 16; ++i) {
      unsigned first = bytes[i - i % size];
      if (first % size != 0 || bytes[i] != first + i % size) return false;
    }
    return true;
  };
  unsigned size = moves_whole(4) ? 4 : moves_whole(2) ? 2 : 1;
  Lanes lanes = size == 4   ? Lanes::kI32x4
                : size == 2 ? Lanes::kI16x8
                            : Lanes::kI8x16;
  llvm::SmallVector<int, 16> mask;
  for (unsigned i = 0; i < 16; i += size) mask.push_back(bytes[i] / int(size));
  return as_v128(builder_.CreateShuffleVector(as_lanes(a, lanes),
                                              as_lanes(b, lanes), mask));
}

// Byte by byte, from a table in memory that ends with a zero.
llvm::Value* VectorCode::swizzle(V vector, V indices) {
  constexpr unsigned kBytes = 16;
  llvm::Function& function = *builder_.GetInsertBlock()->getParent();
  Builder at_entry(&function.getEntryBlock(), function.getEntryBlock().begin());
  llvm::AllocaInst* table =
      at_entry.CreateAlloca(llvm::ArrayType::get(context_.i32, 5));
  table->setAlignment(llvm::Align(4));
  builder_.CreateAlignedStore(vector, table, llvm::Align(4));
  auto place = [&](V index) {
    return builder_.CreateInBoundsGEP(context_.i8, table, index);
  };
  builder_.CreateStore(builder_.getInt8(0), place(builder_.getInt32(kBytes)));
  llvm::FixedVectorType* type = type_of(Lanes::kI8x16);
  V bounded = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::umin,
                                             as_lanes(indices, Lanes::kI8x16),
                                             each(type, kBytes));
  V result = llvm::PoisonValue::get(type);
  for (unsigned i = 0; i < kBytes; ++i) {
    V index = builder_.CreateZExt(builder_.CreateExtractElement(bounded, i),
                                  context_.word);
    result = builder_.CreateInsertElement(
        result, builder_.CreateLoad(context_.i8, place(index)), i);
  }
  return as_v128(result);
}

llvm::Value* VectorCode::any_true(V vector) {
  V bits = context_.target.has_vectors
               ? builder_.CreateBitCast(vector, builder_.getInt128Ty())
               : any_bits(builder_, vector);
  return builder_.CreateZExt(builder_.CreateIsNotNull(bits), context_.i32);
}

llvm::Value* VectorCode::all_true(Lanes lanes, V vector) {
  if (!context_.target.has_vectors && bits_of(lanes) < 32)
    return WordLanes(context_, builder_, lanes).all_true(vector);
  V values = as_lanes(vector, lanes);
  if (context_.target.has_vectors) {
    V zeros = builder_.CreateIsNull(values);
    V mask = builder_.CreateBitCast(zeros, builder_.getIntNTy(count_of(lanes)));
    return builder_.CreateZExt(builder_.CreateIsNull(mask), context_.i32);
  }
  V all = builder_.getTrue();
  for (unsigned i = 0; i < count_of(lanes); ++i) {
    all = builder_.CreateAnd(
        all,
        builder_.CreateIsNotNull(builder_.CreateExtractElement(values, i)));
  }
  return builder_.CreateZExt(all, context_.i32);
}

llvm::Value* VectorCode::bitmask(Lanes lanes, V vector) {
  if (!context_.target.has_vectors && bits_of(lanes) < 32)
    return WordLanes(context_, builder_, lanes).bitmask(vector);
  llvm::FixedVectorType* type = type_of(lanes);
  V values = as_lanes(vector, lanes);
  if (context_.target.has_vectors) {
    V signs =
        builder_.CreateICmpSLT(values, llvm::Constant::getNullValue(type));
    V mask = builder_.CreateBitCast(signs, builder_.getIntNTy(count_of(lanes)));
    return builder_.CreateZExt(mask, context_.i32);
  }
  V mask = builder_.getInt32(0);
  unsigned words = bits_of(lanes) / 32;
  for (unsigned i = 0; i < count_of(lanes); ++i) {
    V word = builder_.CreateExtractElement(vector, i * words + words - 1);
    V sign = builder_.CreateLShr(word, 31);
    mask = builder_.CreateOr(mask, builder_.CreateShl(sign, i));
  }
  return mask;
}

// --------------------------------------------------------------- integers ---

llvm::Value* VectorCode::extend(Lanes lanes, V vector, bool is_high,
                                bool is_signed) {
  unsigned count = count_of(lanes);
  llvm::SmallVector<int, 8> half;
  for (unsigned i = 0; i < count; ++i)
    half.push_back(int(is_high ? count + i : i));
  V values = builder_.CreateShuffleVector(
      as_lanes(vector, integers_of(bits_of(lanes) / 2)), half);
  return is_signed ? builder_.CreateSExt(values, type_of(lanes))
                   : builder_.CreateZExt(values, type_of(lanes));
}

llvm::Value* VectorCode::narrow(Lanes lanes, V a, V b, bool is_signed) {
  unsigned bits = bits_of(lanes);
  auto* wide = llvm::FixedVectorType::get(
      llvm::Type::getIntNTy(context_.llvm, 2 * bits), count_of(lanes));
  Lanes from = integers_of(2 * bits);
  llvm::SmallVector<int, 16> both;
  for (unsigned i = 0; i < count_of(lanes); ++i) both.push_back(int(i));
  V values =
      builder_.CreateShuffleVector(as_lanes(a, from), as_lanes(b, from), both);
  int64_t most = (int64_t{1} << (is_signed ? bits - 1 : bits)) - 1;
  int64_t least = is_signed ? -most - 1 : 0;
  values = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, values,
                                          each(wide, least));
  values = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smin, values,
                                          each(wide, most));
  return builder_.CreateTrunc(values, type_of(lanes));
}

llvm::Value* VectorCode::round_average(Lanes lanes, V a, V b) {
  llvm::FixedVectorType* type = type_of(lanes);
  auto* wide = llvm::FixedVectorType::get(
      llvm::Type::getIntNTy(context_.llvm, 2 * bits_of(lanes)),
      count_of(lanes));
  V sum = builder_.CreateAdd(builder_.CreateZExt(a, wide),
                             builder_.CreateZExt(b, wide));
  sum = builder_.CreateAdd(sum, each(wide, 1));
  return builder_.CreateTrunc(builder_.CreateLShr(sum, 1), type);
}

// Only the square of -1 is out of range.
llvm::Value* VectorCode::multiply_q15(V a, V b) {
  auto* wide = llvm::FixedVectorType::get(context_.i32, 8);
  V product = builder_.CreateMul(builder_.CreateSExt(a, wide),
                                 builder_.CreateSExt(b, wide));
  product =
      builder_.CreateAShr(builder_.CreateAdd(product, each(wide, 0x4000)), 15);
  product = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smin, product,
                                           each(wide, 0x7fff));
  return builder_.CreateTrunc(product, type_of(Lanes::kI16x8));
}

llvm::Value* VectorCode::half_of_lanes(Lanes lanes, V value, bool is_high,
                                       bool is_signed) {
  uint64_t half = bits_of(lanes) / 2;
  value = as_lanes(value, lanes);
  if (!is_high) value = builder_.CreateShl(value, half);
  return is_signed ? builder_.CreateAShr(value, half)
                   : builder_.CreateLShr(value, half);
}

llvm::Value* VectorCode::add_pairs(Lanes lanes, V value, bool is_signed) {
  return builder_.CreateAdd(half_of_lanes(lanes, value, false, is_signed),
                            half_of_lanes(lanes, value, true, is_signed));
}

// Of the pairs of halves of each lane, which have signs. The sum wraps around.
llvm::Value* VectorCode::add_products(Lanes lanes, V a, V b) {
  auto product = [&](bool is_high) {
    return builder_.CreateMul(half_of_lanes(lanes, a, is_high, true),
                              half_of_lanes(lanes, b, is_high, true));
  };
  V low = product(false);
  return builder_.CreateAdd(low, product(true));
}

llvm::Value* VectorCode::dot(V a, V b) {
  if (context_.target.has_vectors) {
    // LLVM knows an instruction by this form.
    auto* wide = llvm::FixedVectorType::get(context_.i32, 8);
    V products = builder_.CreateMul(
        builder_.CreateSExt(as_lanes(a, Lanes::kI16x8), wide),
        builder_.CreateSExt(as_lanes(b, Lanes::kI16x8), wide));
    return builder_.CreateAdd(
        builder_.CreateShuffleVector(products, {0, 2, 4, 6}),
        builder_.CreateShuffleVector(products, {1, 3, 5, 7}));
  }
  return add_products(Lanes::kI32x4, a, b);
}

llvm::Value* VectorCode::operate(const VectorInfo& info,
                                 llvm::ArrayRef<V> operands) {
  using enum VectorOperation;
  V a = operands[0];
  V b = operands.size() > 1 ? operands[1] : nullptr;
  switch (info.operation) {
    case kNot:
      return builder_.CreateNot(a);
    case kAnd:
      return builder_.CreateAnd(a, b);
    case kAndNot:
      return builder_.CreateAnd(a, builder_.CreateNot(b));
    case kOr:
      return builder_.CreateOr(a, b);
    case kXor:
      return builder_.CreateXor(a, b);
    case kSelect:
      return choose_bits(builder_, operands[2], a, b);
    case kDotI8Add: {
      V sums = add_pairs(Lanes::kI32x4,
                         as_v128(add_products(Lanes::kI16x8, a, b)), true);
      return builder_.CreateAdd(sums, operands[2]);
    }
    case kShl:
    case kShrS:
    case kShrU:
      b = builder_.CreateAnd(b, bits_of(info.lanes) - 1);
      break;
    default:
      break;
  }
  bool has_words = !context_.target.has_vectors && bits_of(info.lanes) < 32;
  if (has_words) {
    V result = WordLanes(context_, builder_, info.lanes)
                   .operate(info.operation, b ? llvm::ArrayRef<V>({a, b}) : a);
    if (result) return result;
  }
  return as_v128(operate_on_lanes(info, a, b));
}

llvm::Value* VectorCode::operate_on_lanes(const VectorInfo& info, V a, V b) {
  using enum VectorOperation;
  using Op = llvm::Instruction;
  Lanes lanes = info.lanes;
  llvm::FixedVectorType* type = type_of(lanes);
  auto binary = [&](Op::BinaryOps operation) {
    return builder_.CreateBinOp(operation, as_lanes(a, lanes),
                                as_lanes(b, lanes));
  };
  auto intrinsic = [&](llvm::Intrinsic::ID id) {
    return builder_.CreateBinaryIntrinsic(id, as_lanes(a, lanes),
                                          as_lanes(b, lanes));
  };
  auto compare = [&](CmpInst::Predicate predicate) {
    return builder_.CreateSExt(
        builder_.CreateICmp(predicate, as_lanes(a, lanes), as_lanes(b, lanes)),
        type);
  };
  auto shift = [&](Op::BinaryOps operation) {
    V amount = builder_.CreateZExtOrTrunc(b, type->getElementType());
    return builder_.CreateBinOp(
        operation, as_lanes(a, lanes),
        builder_.CreateVectorSplat(count_of(lanes), amount));
  };
  auto multiply = [&](bool is_high, bool is_signed) {
    return builder_.CreateMul(extend(lanes, a, is_high, is_signed),
                              extend(lanes, b, is_high, is_signed));
  };
  switch (info.operation) {
    case kEq:
      return compare(CmpInst::ICMP_EQ);
    case kNe:
      return compare(CmpInst::ICMP_NE);
    case kLtS:
      return compare(CmpInst::ICMP_SLT);
    case kLtU:
      return compare(CmpInst::ICMP_ULT);
    case kGtS:
      return compare(CmpInst::ICMP_SGT);
    case kGtU:
      return compare(CmpInst::ICMP_UGT);
    case kLeS:
      return compare(CmpInst::ICMP_SLE);
    case kLeU:
      return compare(CmpInst::ICMP_ULE);
    case kGeS:
      return compare(CmpInst::ICMP_SGE);
    case kGeU:
      return compare(CmpInst::ICMP_UGE);
    case kAbs:
      return builder_.CreateBinaryIntrinsic(
          llvm::Intrinsic::abs, as_lanes(a, lanes), builder_.getFalse());
    case kNeg:
      return builder_.CreateNeg(as_lanes(a, lanes));
    case kPopcnt:
      return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::ctpop,
                                           as_lanes(a, lanes));
    case kAdd:
      return binary(Op::Add);
    case kAddSatS:
      return intrinsic(llvm::Intrinsic::sadd_sat);
    case kAddSatU:
      return intrinsic(llvm::Intrinsic::uadd_sat);
    case kSub:
      return binary(Op::Sub);
    case kSubSatS:
      return intrinsic(llvm::Intrinsic::ssub_sat);
    case kSubSatU:
      return intrinsic(llvm::Intrinsic::usub_sat);
    case kMul:
      return binary(Op::Mul);
    case kMinS:
      return intrinsic(llvm::Intrinsic::smin);
    case kMinU:
      return intrinsic(llvm::Intrinsic::umin);
    case kMaxS:
      return intrinsic(llvm::Intrinsic::smax);
    case kMaxU:
      return intrinsic(llvm::Intrinsic::umax);
    case kAvgrU:
      return round_average(lanes, as_lanes(a, lanes), as_lanes(b, lanes));
    case kQ15mulrSatS:
      return multiply_q15(as_lanes(a, lanes), as_lanes(b, lanes));
    case kShl:
      return shift(Op::Shl);
    case kShrS:
      return shift(Op::AShr);
    case kShrU:
      return shift(Op::LShr);
    case kNarrowS:
      return narrow(lanes, a, b, true);
    case kNarrowU:
      return narrow(lanes, a, b, false);
    case kExtendLowS:
      return extend(lanes, a, false, true);
    case kExtendHighS:
      return extend(lanes, a, true, true);
    case kExtendLowU:
      return extend(lanes, a, false, false);
    case kExtendHighU:
      return extend(lanes, a, true, false);
    case kExtmulLowS:
      return multiply(false, true);
    case kExtmulHighS:
      return multiply(true, true);
    case kExtmulLowU:
      return multiply(false, false);
    case kExtmulHighU:
      return multiply(true, false);
    case kExtaddPairwiseS:
      return add_pairs(lanes, a, true);
    case kExtaddPairwiseU:
      return add_pairs(lanes, a, false);
    case kDotS:
      return dot(a, b);
    case kDotI8:
      return add_products(Lanes::kI16x8, a, b);
    default:
      llvm_unreachable("operations on floats and memory are made elsewhere");
  }
}

}  // namespace wasm2mpy::codegen
