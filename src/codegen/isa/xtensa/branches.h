// Branches: first as if every one reached everywhere, then in their real
// forms.
//
// LLVM decides about the reach of branches (128 bytes, or 2 KB where a register
// is compared with zero) from instructions of 3 bytes, before this folder makes
// the code smaller. So its jumps around jumps become branches again, and the
// final pass makes new ones where needed: a branch that does not reach goes to
// a jump near by with the same target, of which several branches can make use.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_BRANCHES_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_BRANCHES_H_

#include "codegen/isa/xtensa/assembly.h"
#include "codegen/isa/xtensa/flow.h"

namespace wasm2mpy::codegen::xtensa {

// Removes branches around jumps, jumps to jumps or to the next line, and code
// that cannot be reached. Every line must be understood.
bool shorten_branches(Function& function, const LabelSet& entered);

// A branch out of a loop and a jump back become a branch back and a jump out.
void turn_loop_ends(Function& function);

// Makes every branch reach its target; the other lines have their final form.
void place_branches(Function& function);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_BRANCHES_H_
