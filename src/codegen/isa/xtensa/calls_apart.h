// Calls that have to stay apart.
//
// LLVM joins equal ends of blocks. Of a call that says it is not to be joined
// (LeanMemory::keep_place) its code generators hand that on to the instruction,
// but Xtensa's does not.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_CALLS_APART_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_CALLS_APART_H_

namespace llvm {
class TargetPassConfig;
}  // namespace llvm

namespace wasm2mpy::codegen::xtensa {

// Has all calls of functions stay apart whose calls are noted (callers.h).
void add_calls_apart(llvm::TargetPassConfig& config);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_CALLS_APART_H_
