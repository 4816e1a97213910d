// Calls on 32-bit x86 that cost less than the conventions of ELF do.
#ifndef WASM2MPY_CODEGEN_ISA_X86_CALLS_H_
#define WASM2MPY_CODEGEN_ISA_X86_CALLS_H_

namespace wasm2mpy::codegen {

// Calls without the base of position-independent code. From now on, for every
// function that LLVM generates code for. To be called once.
void use_plain_calls_on_x86();

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ISA_X86_CALLS_H_
