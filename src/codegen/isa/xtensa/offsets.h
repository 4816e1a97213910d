// Constant offsets of loads and stores in loops.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_OFFSETS_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_OFFSETS_H_

#include <llvm/IR/Function.h>

namespace wasm2mpy::codegen::xtensa {

// An address of a loop is `base + index + offset`, and instructions hold the
// offset if it is at most 255 (bytes) to 1020 (words); a larger one is another
// addition, or two. That of linear memory's data mostly is larger: the stack
// lies before them. So the greater part of it is added to the base before the
// loop.
void split_offsets(llvm::Function& function);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_OFFSETS_H_
