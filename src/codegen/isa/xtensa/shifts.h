// Xtensa's instructions for fields of bits and for shifts of two words, which
// LLVM does not select.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_SHIFTS_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_SHIFTS_H_

#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/IntrinsicInst.h>

namespace wasm2mpy::codegen::xtensa {

// A field of bits that becomes an index, `(x >> 3) & 0x7fc`: as the field and a
// shift, which is a part of the addition (addx4). True: `mask` has no more use.
bool index_by_field(llvm::BinaryOperator& mask);

// A rotation, or a part of two words, by a constant.
bool shift_words(llvm::IntrinsicInst& call);

// A shift of 64 bits by a constant below 32.
bool shift_long(llvm::BinaryOperator& shift);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_SHIFTS_H_
