// Code for Xtensa, from LLVM IR to an object.
#ifndef WASM2MPY_CODEGEN_XTENSA_H_
#define WASM2MPY_CODEGEN_XTENSA_H_

#include <cstdint>
#include <vector>

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

namespace wasm2mpy::codegen {

std::vector<uint8_t> emit_xtensa(llvm::Module& module,
                                 llvm::TargetMachine& machine,
                                 llvm::CodeGenFileType type);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_XTENSA_H_
