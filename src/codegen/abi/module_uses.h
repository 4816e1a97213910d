// Which parts of the runtime a module needs.
#ifndef WASM2MPY_CODEGEN_ABI_MODULE_USES_H_
#define WASM2MPY_CODEGEN_ABI_MODULE_USES_H_

#include <cstddef>
#include <cstdint>
#include <set>

#include "codegen/context.h"
#include "contract/constants.h"

namespace wasm2mpy::codegen {

struct ModuleUses {
  uint32_t bits = 0;  // RT_USES_...
  // The most parameters or results of a function that Python sees.
  size_t max_slots = 0;
  size_t max_call_params = 0;  // of one that Python can call
  size_t max_call_results = 0;
  bool calls_imports = false;         // Python can call an imported one
  bool has_only_host = false;         // the runtime serves all imports
  bool binds_callables = false;       // and all their values are integers
  size_t max_import_results = 0;      // of an imported one
  std::set<uint32_t> imported_types;  // canonical, of imported functions
  std::set<uint32_t> entered_types;   // of functions that Python can call
  const bind::Bindings* bindings = nullptr;  // null if there are none

  bool has(uint32_t any_of) const { return (bits & any_of) != 0; }
  // Python sees a bound function in place of the export, of the same name.
  bool hides(const wasm::Export& exported) const {
    return bindings && bindings->find(exported.name);
  }
};

// Comes after the translation of all functions, which finds out whether any of
// them traps. `has_init`: rt_init() does something.
ModuleUses find_uses(const Context& context, bool has_init);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_MODULE_USES_H_
