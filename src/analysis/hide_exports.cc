// Linkers export more than Python needs: that of LLVM always the memory, whose
// Python object is some 700 bytes of a module's code.
#include "analysis/hide_exports.h"

#include <algorithm>
#include <format>
#include <string_view>
#include <vector>

#include "support/edit_distance.h"

namespace wasm2mpy {
namespace {

void fail_unknown(const wasm::Module& module, const std::string& name,
                  Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const wasm::Export& row : module.exports) names.push_back(row.name);
  Diagnostic diagnostic;
  diagnostic.file = module.file;
  diagnostic.message = std::format("there is no export {} to hide{}",
                                   quote(name), did_you_mean(name, names));
  diagnostics.report(std::move(diagnostic));
}

// The stack pointer of a stripped module is found by what it is exported as,
// hidden or not.
void keep_global_name(wasm::Module& module, const wasm::Export& row) {
  if (row.kind != wasm::ExternalKind::kGlobal) return;
  std::vector<std::string>& names = module.names.globals;
  if (names.size() <= row.index) names.resize(row.index + 1);
  if (names[row.index].empty()) names[row.index] = row.name;
}

}  // namespace

Result<void> hide_exports(wasm::Module& module,
                          std::span<const std::string> names,
                          Diagnostics& diagnostics) {
  bool is_good = true;
  for (const std::string& name : names) {
    if (std::ranges::contains(module.exports, name, &wasm::Export::name)) {
      continue;
    }
    fail_unknown(module, name, diagnostics);
    is_good = false;
  }
  if (!is_good) return std::unexpected(Reported{});
  if (names.empty()) return {};
  std::erase_if(module.exports, [&](const wasm::Export& row) {
    if (!std::ranges::contains(names, row.name)) return false;
    keep_global_name(module, row);
    return true;
  });
  // Indices into what has changed.
  for (wasm::Function& function : module.functions) {
    function.first_export.reset();
  }
  for (uint32_t i = 0; i < module.exports.size(); ++i) {
    const wasm::Export& row = module.exports[i];
    if (row.kind != wasm::ExternalKind::kFunc) continue;
    auto& first = module.functions[row.index].first_export;
    if (!first) first = i;
  }
  return {};
}

}  // namespace wasm2mpy
