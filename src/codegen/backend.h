// The way from the whole module to the object: the optimiser, the target's
// code generator.
#ifndef WASM2MPY_CODEGEN_BACKEND_H_
#define WASM2MPY_CODEGEN_BACKEND_H_

#include <memory>
#include <vector>

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include "codegen/codegen.h"
#include "codegen/pipeline.h"
#include "target/target.h"

namespace wasm2mpy::codegen {

std::unique_ptr<llvm::TargetMachine> make_target_machine(
    const target::Target& target, OptLevel level);

// Makes all but the entry internal and runs the passes of the level.
void optimise(llvm::Module& module, llvm::TargetMachine& machine,
              const target::Target& target, OptLevel level, Contents contents);

std::vector<uint8_t> print_ir(const llvm::Module& module);

// Assembly or an ELF object, as LLVM makes it.
std::vector<uint8_t> emit_directly(llvm::Module& module,
                                   llvm::TargetMachine& machine,
                                   llvm::CodeGenFileType type);

// The same as the target wants it.
std::vector<uint8_t> emit(llvm::Module& module, llvm::TargetMachine& machine,
                          const target::Target& target,
                          llvm::CodeGenFileType type);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_BACKEND_H_
