// What the runtime is told about the module: rt_config, rt_stream, rt_types
// and rt_refs of runtime/rt.h, and the qstr table.
#ifndef WASM2MPY_CODEGEN_DESCRIBE_H_
#define WASM2MPY_CODEGEN_DESCRIBE_H_

#include <string>
#include <vector>

#include "codegen/context.h"

namespace wasm2mpy::codegen {

// Defines the constants. Comes after the translation of all functions: only
// then is known which types and traps they need. Returns the qstr table
// without its entry 0, the source file's name.
std::vector<std::string> define_description(Context& context, bool has_init);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_DESCRIBE_H_
