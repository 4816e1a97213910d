// Imported functions that the runtime implements (runtime/host/host.def): they
// need no Python module, and are linked in when a module imports them.
#ifndef WASM2MPY_ANALYSIS_HOST_FUNCTIONS_H_
#define WASM2MPY_ANALYSIS_HOST_FUNCTIONS_H_

#include <string_view>

#include "wasm/module.h"

namespace wasm2mpy::codegen {

// The C function for an imported function of just this name and type; empty
// if the runtime has none.
std::string_view find_host_function(const wasm::Module& module,
                                    const wasm::Import& import);

// Whether any import of the module has a C function.
bool has_host_functions(const wasm::Module& module);

// Whether the module is a WASI command: a program with `_start`, which is run
// from the beginning each time and not at import.
bool is_wasi_command(const wasm::Module& module);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_HOST_FUNCTIONS_H_
