// Operations on vectors of integers, and on bits, as LLVM's vectors. Each takes
// and gives values of type v128 but where lanes are scalars.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_VECTOR_H_
#define WASM2MPY_CODEGEN_TRANSLATE_VECTOR_H_

#include "codegen/context.h"
#include "codegen/translate/vector_table.h"

namespace wasm2mpy::codegen {

class VectorCode {
 public:
  VectorCode(Context& context, Builder& builder)
      : context_(context), builder_(builder) {}

  // The type of a vector as lanes, and of one lane. Floats are integers of
  // their size but where `as_floats`.
  llvm::FixedVectorType* type_of(Lanes lanes, bool as_floats = false) const;
  // A v128 as lanes, and back.
  llvm::Value* as_lanes(llvm::Value* vector, Lanes lanes,
                        bool as_floats = false);
  llvm::Value* as_v128(llvm::Value* lanes);

  llvm::Constant* constant(uint64_t low, uint64_t high) const;
  llvm::Value* splat(Lanes lanes, llvm::Value* scalar);
  llvm::Value* extract(Lanes lanes, llvm::Value* vector, uint32_t lane);
  llvm::Value* replace(Lanes lanes, llvm::Value* vector, uint32_t lane,
                       llvm::Value* scalar);
  // `low`, `high`: the lanes of i8x16.shuffle, a byte each.
  llvm::Value* shuffle(llvm::Value* a, llvm::Value* b, uint64_t low,
                       uint64_t high);
  llvm::Value* swizzle(llvm::Value* vector, llvm::Value* indices);
  // An i32.
  llvm::Value* any_true(llvm::Value* vector);
  llvm::Value* all_true(Lanes lanes, llvm::Value* vector);
  llvm::Value* bitmask(Lanes lanes, llvm::Value* vector);
  // All other operations on integers, but those of memory.
  llvm::Value* operate(const VectorInfo& info,
                       llvm::ArrayRef<llvm::Value*> operands);
  // The lower or the upper half, each lane of it twice as wide: `lanes` are
  // those of the result.
  llvm::Value* extend(Lanes lanes, llvm::Value* vector, bool is_high,
                      bool is_signed);

 private:
  using V = llvm::Value*;

  llvm::Value* operate_on_lanes(const VectorInfo& info, V a, V b);
  llvm::Value* narrow(Lanes lanes, V a, V b, bool is_signed);
  llvm::Value* round_average(Lanes lanes, V a, V b);
  llvm::Value* multiply_q15(V a, V b);
  llvm::Value* add_pairs(Lanes lanes, V value, bool is_signed);
  llvm::Value* dot(V a, V b);
  llvm::Value* add_products(Lanes lanes, V a, V b);
  // Pairs of neighbours in a lane: the lower or the upper one, as wide as it.
  llvm::Value* half_of_lanes(Lanes lanes, V value, bool is_high,
                             bool is_signed);
  // Where there are no vectors: as lanes, and back.
  llvm::Value* from_words(V vector, llvm::FixedVectorType* type);
  llvm::Value* to_words(V lanes);
  llvm::Constant* each(llvm::Type* type, int64_t number) const;

  Context& context_;
  Builder& builder_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_VECTOR_H_
