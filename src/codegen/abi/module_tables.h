// What the runtime is told about the module: rt_config, rt_stream, rt_types
// and rt_refs of runtime/rt.h, and the qstr table.
#ifndef WASM2MPY_CODEGEN_ABI_MODULE_TABLES_H_
#define WASM2MPY_CODEGEN_ABI_MODULE_TABLES_H_

#include <string>
#include <vector>

#include "codegen/context.h"

namespace wasm2mpy::codegen {

// What MicroPython's loader makes of the .mpy for the module, each list without
// its entry 0 (the source file's name, mp_fun_table).
struct LoadedTables {
  std::vector<std::string> qstrs;
  std::vector<std::string> strings;  // then Context::data_object
  bool traps = false;                // there is a class Trap
};

// Defines the constants. Comes after the translation of all functions: only
// then is known which types and traps they need.
LoadedTables define_module_tables(Context& context, bool has_init);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_MODULE_TABLES_H_
