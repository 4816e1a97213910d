// Lanes of 8 and 16 bits where there are no vectors: four words, in each of
// which all lanes are computed at once.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_VECTOR_WORDS_H_
#define WASM2MPY_CODEGEN_TRANSLATE_VECTOR_WORDS_H_

#include "codegen/context.h"
#include "codegen/translate/vector_table.h"

namespace wasm2mpy::codegen {

// The bits of `a` where those of the mask are set, else those of `b`.
llvm::Value* choose_bits(Builder& builder, llvm::Value* mask, llvm::Value* a,
                         llvm::Value* b);
// The four words of a v128, or'ed.
llvm::Value* any_bits(Builder& builder, llvm::Value* value);

class WordLanes {
 public:
  // `lanes`: kI8x16 or kI16x8.
  WordLanes(Context& context, Builder& builder, Lanes lanes);

  // Null: not an operation that has a form for words. Shifts have the amount,
  // an i32 less than the bits of a lane, as their second operand.
  llvm::Value* operate(VectorOperation operation,
                       llvm::ArrayRef<llvm::Value*> operands);
  // A lane's worth of an i32, in each lane.
  llvm::Value* repeat(llvm::Value* number);
  // An i32 that is 1 if no lane is zero, else 0.
  llvm::Value* all_true(llvm::Value* value);
  // The highest bits of the lanes, as an i32.
  llvm::Value* bitmask(llvm::Value* value);

 private:
  using V = llvm::Value*;

  // A v128 with that number in each lane.
  llvm::Constant* each(uint32_t number) const;
  V add(V a, V b);
  V sub(V a, V b);
  // Lanes of which only the highest bit may be set become all ones or zero.
  V spread(V high_bits);
  // Of a - b: the highest bit of each lane.
  V borrows(V a, V b, V difference);
  V is_equal(V a, V b);
  V is_less(V a, V b, bool is_signed);
  V saturate(V a, V overflows, V result);
  V add_saturating(V a, V b, bool is_signed);
  V sub_saturating(V a, V b, bool is_signed);
  V shift_right(V value, V amount, bool is_signed);
  V magnitude(V value);
  V count_ones(V value);

  Context& context_;
  Builder& builder_;
  unsigned bits_;
  llvm::Constant* high_;  // the highest bit of each lane
  llvm::Constant* low_;   // all others
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_VECTOR_WORDS_H_
