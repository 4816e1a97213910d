// What vector_opcodes.def says about each vector instruction.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_VECTOR_TABLE_H_
#define WASM2MPY_CODEGEN_TRANSLATE_VECTOR_TABLE_H_

#include <cstdint>
#include <iterator>
#include <string_view>

#include "wasm/instruction.h"

namespace wasm2mpy::codegen {

enum class Lanes : uint8_t {
  kBits,
  kI8x16,
  kI16x8,
  kI32x4,
  kI64x2,
  kF32x4,
  kF64x2
};

// Of one lane.
constexpr unsigned bits_of(Lanes lanes) {
  constexpr uint8_t kBitsOf[] = {128, 8, 16, 32, 64, 32, 64};
  return kBitsOf[uint8_t(lanes)];
}
constexpr unsigned count_of(Lanes lanes) { return 128 / bits_of(lanes); }

// Several instructions share one where they differ in their lanes only; those
// on floats have their own.
enum class VectorOperation : uint8_t {
  // Memory.
  kLoad,
  kLoadExtendS,
  kLoadExtendU,
  kLoadSplat,
  kLoadZero,
  kLoadLane,
  kStore,
  kStoreLane,
  // Constants and lanes.
  kConstant,
  kShuffle,
  kSwizzle,
  kSplat,
  kExtractLane,
  kExtractLaneS,
  kExtractLaneU,
  kReplaceLane,
  // Comparisons.
  kEq,
  kNe,
  kLtS,
  kLtU,
  kGtS,
  kGtU,
  kLeS,
  kLeU,
  kGeS,
  kGeU,
  // Bits.
  kNot,
  kAnd,
  kAndNot,
  kOr,
  kXor,
  kSelect,
  kAnyTrue,
  kAllTrue,
  kBitmask,
  // Integers.
  kAbs,
  kNeg,
  kPopcnt,
  kAdd,
  kAddSatS,
  kAddSatU,
  kSub,
  kSubSatS,
  kSubSatU,
  kMul,
  kMinS,
  kMinU,
  kMaxS,
  kMaxU,
  kAvgrU,
  kQ15mulrSatS,
  kShl,
  kShrS,
  kShrU,
  kNarrowS,
  kNarrowU,
  kExtendLowS,
  kExtendHighS,
  kExtendLowU,
  kExtendHighU,
  kExtmulLowS,
  kExtmulHighS,
  kExtmulLowU,
  kExtmulHighU,
  kExtaddPairwiseS,
  kExtaddPairwiseU,
  kDotS,
  kDotI8,
  kDotI8Add,
  // Floats, by their bits.
  kFloatAbs,
  kFloatNeg,
  // Floats.
  kFloatEq,
  kFloatNe,
  kFloatLt,
  kFloatGt,
  kFloatLe,
  kFloatGe,
  kCeil,
  kFloor,
  kTrunc,
  kNearest,
  kSqrt,
  kFloatAdd,
  kFloatSub,
  kFloatMul,
  kDiv,
  kFloatMin,
  kFloatMax,
  kPmin,
  kPmax,
  kMultiplyAdd,
  kNegativeMultiplyAdd,
  // Conversions.
  kDemoteZero,
  kPromoteLow,
  kTruncSatS,
  kTruncSatU,
  kTruncSatZeroS,
  kTruncSatZeroU,
  kConvertS,
  kConvertU,
  kConvertLowS,
  kConvertLowU,
};

// What takes or gives a float that is computed with.
constexpr bool is_of_floats(VectorOperation operation) {
  return operation >= VectorOperation::kFloatEq;
}

struct VectorInfo {
  Lanes lanes;
  VectorOperation operation;
};

inline constexpr VectorInfo kVectorTable[] = {
#define VECTOR_OPCODE(id, code, text, immediates, signature, lanes, operation, \
                      feature)                                                 \
  {Lanes::k##lanes, VectorOperation::k##operation},
#include "wasm/vector_opcodes.def"
#undef VECTOR_OPCODE
};

// The rows of vector_opcodes.def follow each other in opcodes.def.
constexpr const VectorInfo& vector_info(wasm::Opcode opcode) {
  return kVectorTable[size_t(opcode) - size_t(wasm::Opcode::kV128Load)];
}

// Before the names of functions that do what an instruction does.
inline constexpr std::string_view kVectorPrefix = "vector.";

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_VECTOR_TABLE_H_
