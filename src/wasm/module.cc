#include "wasm/module.h"

namespace wasm2mpy::wasm {

std::string_view to_string(ExternalKind kind) {
  switch (kind) {
    case ExternalKind::kFunc:
      return "func";
    case ExternalKind::kTable:
      return "table";
    case ExternalKind::kMemory:
      return "memory";
    case ExternalKind::kGlobal:
      return "global";
    case ExternalKind::kTag:
      return "tag";
  }
  return "?";
}

std::string Module::function_name(uint32_t function_index) const {
  if (function_index < names.functions.size() &&
      !names.functions[function_index].empty()) {
    return names.functions[function_index];
  }
  const Function& function = functions[function_index];
  if (function.first_export) return exports[*function.first_export].name;
  if (function.import) return imports[*function.import].name;
  return "";
}

}  // namespace wasm2mpy::wasm
