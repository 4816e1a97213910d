#include "analysis/host_functions.h"

#include <algorithm>
#include <array>
#include <vector>

#include "analysis/value_code.h"

namespace wasm2mpy::codegen {
namespace {

struct HostFunction {
  std::string_view module;
  std::string_view name;
  std::string_view symbol;
  std::string_view params;  // codes of rt.h
  std::string_view results;
};

constexpr HostFunction kHostFunctions[] = {
#define RT_HOST(module, name, function, params, results) \
  {module, name, #function, params, results},
#include "../../runtime/host/host.def"
#undef RT_HOST
};

constexpr std::array<std::string_view, 2> kWasi = {"wasi_snapshot_preview1",
                                                   "wasi_unstable"};

bool has_codes(const std::vector<wasm::ValType>& types,
               std::string_view codes) {
  return std::ranges::equal(types, codes, {}, value_code);
}

}  // namespace

std::string_view find_host_function(const wasm::Module& module,
                                    const wasm::Import& import) {
  if (import.kind != wasm::ExternalKind::kFunc) return {};
  const wasm::FuncType& type = module.func_type(import.index);
  for (const HostFunction& row : kHostFunctions) {
    if (row.module == import.module && row.name == import.name &&
        has_codes(type.params, row.params) &&
        has_codes(type.results, row.results))
      return row.symbol;
  }
  return {};
}

bool has_host_functions(const wasm::Module& module) {
  return std::ranges::any_of(module.imports, [&](const wasm::Import& import) {
    return !find_host_function(module, import).empty();
  });
}

bool is_wasi_command(const wasm::Module& module) {
  bool imports_wasi =
      std::ranges::any_of(module.imports, [](const wasm::Import& import) {
        return std::ranges::contains(kWasi, import.module);
      });
  return imports_wasi &&
         std::ranges::any_of(module.exports, [&](const wasm::Export& exported) {
           if (exported.kind != wasm::ExternalKind::kFunc ||
               exported.name != "_start")
             return false;
           const wasm::FuncType& type = module.func_type(exported.index);
           return type.params.empty() && type.results.empty();
         });
}

}  // namespace wasm2mpy::codegen
