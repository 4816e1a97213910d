// LLVM's code generators, of which a build may have only some: each is several
// megabytes.
#ifndef WASM2MPY_CODEGEN_LLVM_TARGETS_H_
#define WASM2MPY_CODEGEN_LLVM_TARGETS_H_

namespace wasm2mpy::codegen {

// Makes those of this build known to LLVM.
void initialise_llvm_targets();

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_LLVM_TARGETS_H_
