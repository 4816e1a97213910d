// The types of a module as the runtime sees them: rt_types of runtime/rt.h.
#ifndef WASM2MPY_CODEGEN_ABI_TYPE_TABLES_H_
#define WASM2MPY_CODEGEN_ABI_TYPE_TABLES_H_

#include <cstdint>
#include <functional>
#include <string>

#include "codegen/abi/module_uses.h"
#include "codegen/context.h"

namespace wasm2mpy::codegen {

// The number of a string in the module's qstr table.
using QstrNumber = std::function<uint32_t(const std::string& text)>;

// Defines all function types that have a number, and the thunks of those that
// Python calls or is called by. No type may get a number afterwards.
void define_types(Context& context, const ModuleUses& uses,
                  const QstrNumber& qstr);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_TYPE_TABLES_H_
