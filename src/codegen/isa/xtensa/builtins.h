// The compiler runtime for Xtensa, compiled when a module needs it.
#ifndef WASM2MPY_CODEGEN_ISA_XTENSA_BUILTINS_H_
#define WASM2MPY_CODEGEN_ISA_XTENSA_BUILTINS_H_

#include <functional>
#include <string_view>

#include <llvm/IR/Module.h>

#include "codegen/isa/xtensa/assembly.h"

namespace wasm2mpy::codegen::xtensa {

// Adds the functions of `arch` that the code calls and does not have; `print`
// makes assembly of a module. Names that several operations share are replaced
// by that of the function.
void add_builtins(Assembly& assembly, std::string_view arch,
                  const llvm::Module& module,
                  const std::function<Assembly(llvm::Module&)>& print);

}  // namespace wasm2mpy::codegen::xtensa

#endif  // WASM2MPY_CODEGEN_ISA_XTENSA_BUILTINS_H_
