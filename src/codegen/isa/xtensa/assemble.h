// From assembly text to an ELF object, with LLVM's assembler.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_ASSEMBLE_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_ASSEMBLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include <llvm/Target/TargetMachine.h>

namespace wasm2mpy::codegen::xtensa {

// The text is our own, so a mistake in it ends the program.
std::vector<uint8_t> assemble(const std::string& text,
                              const llvm::TargetMachine& machine);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_ASSEMBLE_H_
