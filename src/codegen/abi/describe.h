// What the runtime is told about the module: rt_config, rt_stream, rt_types
// and rt_refs of runtime/rt.h, and the qstr table.
#ifndef WASM2MPY_CODEGEN_ABI_DESCRIBE_H_
#define WASM2MPY_CODEGEN_ABI_DESCRIBE_H_

#include <string>
#include <vector>

#include "codegen/context.h"

namespace wasm2mpy::codegen {

// The module's tables that MicroPython fills when it loads the .mpy, each
// without its entry 0 (the source file's name, mp_fun_table).
struct ModuleTables {
  std::vector<std::string> qstrs;
  std::vector<std::string> strings;  // then Context::data_object
  bool traps = false;                // there is a class Trap
};

// Defines the constants. Comes after the translation of all functions: only
// then is known which types and traps they need.
ModuleTables define_description(Context& context, bool has_init);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_DESCRIBE_H_
