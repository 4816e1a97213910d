// Branches of Thumb-1 that are out of reach, made longer at once.
//
// A conditional branch reaches 254 bytes, another one 2 KB, and only a call
// reaches all of a function. LLVM finds out branch by branch which are too
// short, and each time moves all blocks behind: 128 KB of cases that fall
// through took 12 s on armv6m. In functions that are too large for literals
// (passes/no_literals.h) a pass before does it for all branches together, and
// leaves nothing to be done.
#ifndef WASM2MPY_CODEGEN_ISA_FAR_BRANCHES_H_
#define WASM2MPY_CODEGEN_ISA_FAR_BRANCHES_H_

namespace wasm2mpy::codegen {

// Has the code generator do so.
void lengthen_far_branches();

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ISA_FAR_BRANCHES_H_
