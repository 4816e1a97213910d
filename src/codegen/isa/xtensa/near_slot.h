// A slot for the register with which a frame's far end is reached.
//
// l32i and s32i reach 1020 bytes from the stack pointer, narrower ones less.
// For what is further away LLVM takes a register that is free or, if none is,
// saves one in a slot. But it makes that slot only for frames of 2 KB or more,
// and fails on smaller ones ("Cannot scavenge register without an emergency
// spill slot"). It cannot be told to make one, but it can be told of a frame
// that is larger than it will be.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_NEAR_SLOT_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_NEAR_SLOT_H_

namespace llvm {
class TargetPassConfig;
}  // namespace llvm

namespace wasm2mpy::codegen::xtensa {

// Has the code generator look at frames before it lays them out.
void add_near_slot(llvm::TargetPassConfig& config);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_NEAR_SLOT_H_
