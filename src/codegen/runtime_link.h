// Links the runtime (runtime/) into a translated module.
#ifndef WASM2MPY_CODEGEN_RUNTIME_LINK_H_
#define WASM2MPY_CODEGEN_RUNTIME_LINK_H_

#include <llvm/IR/Module.h>

#include "support/diagnostics.h"
#include "target/target.h"

namespace wasm2mpy::codegen {

// Adds the entry, and those functions of the runtime that `module` needs, as
// far as its rt_config tells.
Result<void> link_runtime(llvm::Module& module, const target::Target& target,
                          Diagnostics& diagnostics);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_RUNTIME_LINK_H_
