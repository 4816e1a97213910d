// Sums must not carry from one lane to the next, so their highest bits are made
// apart, without a carry. An i8x16.add is 24 instructions this way; lane by
// lane it would be more than 80.
#include "codegen/translate/vector_words.h"

namespace wasm2mpy::codegen {

WordLanes::WordLanes(Context& context, Builder& builder, Lanes lanes)
    : context_(context),
      builder_(builder),
      bits_(bits_of(lanes)),
      high_(each(1u << (bits_ - 1))),
      low_(each((1u << (bits_ - 1)) - 1)) {}

llvm::Constant* WordLanes::each(uint32_t number) const {
  uint32_t word = bits_ == 8 ? number * 0x01010101u : number * 0x00010001u;
  return llvm::ConstantInt::get(context_.v128, word);
}

llvm::Value* WordLanes::repeat(V number) {
  llvm::Value* word = builder_.CreateMul(
      number, builder_.getInt32(bits_ == 8 ? 0x01010101u : 0x00010001u));
  return builder_.CreateVectorSplat(4, word);
}

llvm::Value* WordLanes::add(V a, V b) {
  V sum = builder_.CreateAdd(builder_.CreateAnd(a, low_),
                             builder_.CreateAnd(b, low_));
  V tops = builder_.CreateAnd(builder_.CreateXor(a, b), high_);
  return builder_.CreateXor(sum, tops);
}

llvm::Value* WordLanes::sub(V a, V b) {
  V difference = builder_.CreateSub(builder_.CreateOr(a, high_),
                                    builder_.CreateAnd(b, low_));
  V tops =
      builder_.CreateAnd(builder_.CreateXor(a, builder_.CreateNot(b)), high_);
  return builder_.CreateXor(difference, tops);
}

llvm::Value* WordLanes::spread(V high_bits) {
  return builder_.CreateSub(builder_.CreateShl(high_bits, 1),
                            builder_.CreateLShr(high_bits, bits_ - 1));
}

llvm::Value* WordLanes::borrows(V a, V b, V difference) {
  V not_a = builder_.CreateNot(a);
  V either = builder_.CreateOr(
      builder_.CreateAnd(not_a, b),
      builder_.CreateAnd(builder_.CreateOr(not_a, b), difference));
  return builder_.CreateAnd(either, high_);
}

llvm::Value* WordLanes::is_equal(V a, V b) {
  V other = builder_.CreateXor(a, b);
  V carries = builder_.CreateAdd(builder_.CreateAnd(other, low_), low_);
  V differs = builder_.CreateOr(builder_.CreateOr(carries, other), low_);
  return spread(builder_.CreateNot(differs));
}

llvm::Value* WordLanes::is_less(V a, V b, bool is_signed) {
  if (is_signed) {
    a = builder_.CreateXor(a, high_);
    b = builder_.CreateXor(b, high_);
  }
  return spread(borrows(a, b, sub(a, b)));
}

// The highest bits of `overflows` tell where the result is too far from zero:
// there it is the limit on the side of `a`.
llvm::Value* WordLanes::saturate(V a, V overflows, V result) {
  V limit = builder_.CreateAdd(
      low_, builder_.CreateAnd(builder_.CreateLShr(a, bits_ - 1), each(1)));
  return choose_bits(builder_, spread(builder_.CreateAnd(overflows, high_)),
                     limit, result);
}

llvm::Value* WordLanes::add_saturating(V a, V b, bool is_signed) {
  V sum = add(a, b);
  if (!is_signed) {
    V carries = builder_.CreateOr(
        builder_.CreateAnd(a, b),
        builder_.CreateAnd(builder_.CreateOr(a, b), builder_.CreateNot(sum)));
    return builder_.CreateOr(sum, spread(builder_.CreateAnd(carries, high_)));
  }
  V overflows = builder_.CreateAnd(builder_.CreateXor(sum, a),
                                   builder_.CreateXor(sum, b));
  return saturate(a, overflows, sum);
}

llvm::Value* WordLanes::sub_saturating(V a, V b, bool is_signed) {
  V difference = sub(a, b);
  if (!is_signed) {
    return builder_.CreateAnd(
        difference, builder_.CreateNot(spread(borrows(a, b, difference))));
  }
  V overflows = builder_.CreateAnd(builder_.CreateXor(a, b),
                                   builder_.CreateXor(difference, a));
  return saturate(a, overflows, difference);
}

llvm::Value* WordLanes::shift_right(V value, V amount, bool is_signed) {
  uint32_t lane = (1u << bits_) - 1;
  V kept = repeat(builder_.CreateLShr(builder_.getInt32(lane), amount));
  V shifted = builder_.CreateAnd(
      builder_.CreateLShr(value, builder_.CreateVectorSplat(4, amount)), kept);
  if (!is_signed) return shifted;
  // The sign has moved, too; from there it goes up.
  V sign =
      repeat(builder_.CreateLShr(builder_.getInt32(1u << (bits_ - 1)), amount));
  return sub(builder_.CreateXor(shifted, sign), sign);
}

llvm::Value* WordLanes::magnitude(V value) {
  V mask = spread(builder_.CreateAnd(value, high_));
  return sub(builder_.CreateXor(value, mask), mask);
}

// In pairs of bits, in fours, in bytes.
llvm::Value* WordLanes::count_ones(V value) {
  V halves = builder_.CreateAnd(builder_.CreateLShr(value, 1), each(0x55));
  value = builder_.CreateSub(value, halves);
  value = builder_.CreateAdd(
      builder_.CreateAnd(value, each(0x33)),
      builder_.CreateAnd(builder_.CreateLShr(value, 2), each(0x33)));
  value = builder_.CreateAdd(value, builder_.CreateLShr(value, 4));
  return builder_.CreateAnd(value, each(0x0f));
}

llvm::Value* WordLanes::all_true(V value) {
  V zeros =
      builder_.CreateAnd(builder_.CreateAnd(builder_.CreateSub(value, each(1)),
                                            builder_.CreateNot(value)),
                         high_);
  return builder_.CreateZExt(builder_.CreateIsNull(any_bits(builder_, zeros)),
                             context_.i32);
}

llvm::Value* choose_bits(Builder& builder, llvm::Value* mask, llvm::Value* a,
                         llvm::Value* b) {
  return builder.CreateXor(b, builder.CreateAnd(builder.CreateXor(a, b), mask));
}

llvm::Value* any_bits(Builder& builder, llvm::Value* value) {
  llvm::Value* any = builder.CreateExtractElement(value, uint64_t{0});
  for (unsigned i = 1; i < 4; ++i)
    any = builder.CreateOr(any, builder.CreateExtractElement(value, i));
  return any;
}

llvm::Value* WordLanes::bitmask(V value) {
  V signs = builder_.CreateAnd(builder_.CreateLShr(value, bits_ - 1), each(1));
  unsigned per_word = 32 / bits_;
  // Moves the bits of a word next to each other, at its top.
  uint32_t gather = bits_ == 8 ? 0x10204080u : 0x40008000u;
  V mask = builder_.getInt32(0);
  for (unsigned i = 0; i < 4; ++i) {
    V bits = builder_.CreateLShr(
        builder_.CreateMul(builder_.CreateExtractElement(signs, i),
                           builder_.getInt32(gather)),
        32 - per_word);
    mask = builder_.CreateOr(mask, builder_.CreateShl(bits, i * per_word));
  }
  return mask;
}

llvm::Value* WordLanes::operate(VectorOperation operation,
                                llvm::ArrayRef<llvm::Value*> operands) {
  using enum VectorOperation;
  V a = operands[0];
  V b = operands.size() > 1 ? operands[1] : nullptr;
  switch (operation) {
    case kAdd:
      return add(a, b);
    case kSub:
      return sub(a, b);
    case kNeg:
      return sub(each(0), a);
    case kAddSatS:
      return add_saturating(a, b, true);
    case kAddSatU:
      return add_saturating(a, b, false);
    case kSubSatS:
      return sub_saturating(a, b, true);
    case kSubSatU:
      return sub_saturating(a, b, false);
    case kEq:
      return is_equal(a, b);
    case kNe:
      return builder_.CreateNot(is_equal(a, b));
    case kLtS:
      return is_less(a, b, true);
    case kLtU:
      return is_less(a, b, false);
    case kGtS:
      return is_less(b, a, true);
    case kGtU:
      return is_less(b, a, false);
    case kLeS:
      return builder_.CreateNot(is_less(b, a, true));
    case kLeU:
      return builder_.CreateNot(is_less(b, a, false));
    case kGeS:
      return builder_.CreateNot(is_less(a, b, true));
    case kGeU:
      return builder_.CreateNot(is_less(a, b, false));
    case kMinS:
      return choose_bits(builder_, is_less(a, b, true), a, b);
    case kMinU:
      return choose_bits(builder_, is_less(a, b, false), a, b);
    case kMaxS:
      return choose_bits(builder_, is_less(a, b, true), b, a);
    case kMaxU:
      return choose_bits(builder_, is_less(a, b, false), b, a);
    case kAvgrU: {
      V halves = builder_.CreateAnd(
          builder_.CreateLShr(builder_.CreateXor(a, b), 1), low_);
      return builder_.CreateSub(builder_.CreateOr(a, b), halves);
    }
    case kShl: {
      uint32_t lane = (1u << bits_) - 1;
      V kept = builder_.CreateAnd(
          builder_.CreateShl(builder_.getInt32(lane), b), lane);
      return builder_.CreateAnd(
          builder_.CreateShl(a, builder_.CreateVectorSplat(4, b)),
          repeat(kept));
    }
    case kShrS:
      return shift_right(a, b, true);
    case kShrU:
      return shift_right(a, b, false);
    case kAbs:
      return magnitude(a);
    case kPopcnt:
      return count_ones(a);
    default:
      return nullptr;
  }
}

}  // namespace wasm2mpy::codegen
