// Code for Xtensa, from LLVM IR to an object.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_EMIT_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_EMIT_H_

#include <cstdint>
#include <vector>

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include "target/target.h"

namespace wasm2mpy::codegen {

// Assembly, or an object with the parts of the compiler runtime that it needs.
std::vector<uint8_t> emit_xtensa(llvm::Module& module,
                                 llvm::TargetMachine& machine,
                                 const target::Target& target,
                                 llvm::CodeGenFileType type);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_EMIT_H_
