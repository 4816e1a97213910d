// wasm-ld and asc give every module a memory and export it as "memory". Where
// the functions of a module compute with locals only, that is 64 KiB of RAM at
// least, and in the file the object that shows it to Python. Such a memory is
// left out. One under another name is somebody's intent, and so is one in a
// module without functions: it may be there for other modules.
#include "analysis/unused_memory.h"

#include <algorithm>
#include <array>
#include <string>

#include "analysis/hide_exports.h"
#include "analysis/host_functions.h"

namespace wasm2mpy {
namespace {

using wasm::ExternalKind;

constexpr std::string_view kUsualName = "memory";

bool is_for_nothing(const wasm::Module& module, const codegen::Facts& facts) {
  return module.memories.size() == 1 && !module.memories[0].import &&
         module.data.empty() && !facts.uses_memory &&
         !codegen::has_host_functions(module);
}

bool is_exported_as_usual(const wasm::Module& module) {
  bool has_function = std::ranges::contains(module.exports, ExternalKind::kFunc,
                                            &wasm::Export::kind);
  return has_function &&
         std::ranges::all_of(module.exports, [](const wasm::Export& exported) {
           return exported.kind != ExternalKind::kMemory ||
                  exported.name == kUsualName;
         });
}

}  // namespace

Result<void> drop_unused_memory(const Settings& settings, wasm::Module& module,
                                codegen::Facts& facts,
                                Diagnostics& diagnostics) {
  // With signatures a memory has methods for Python to use.
  if (settings.memory.is_given || settings.growable_memory ||
      settings.signatures || !is_for_nothing(module, facts) ||
      !is_exported_as_usual(module))
    return {};
  std::array<std::string, 1> names = {std::string(kUsualName)};
  bool is_exported = std::ranges::contains(
      module.exports, ExternalKind::kMemory, &wasm::Export::kind);
  if (is_exported && !hide_exports(module, names, diagnostics))
    return std::unexpected(Reported{});
  module.memories.clear();
  facts.memory_grown.clear();
  return {};
}

}  // namespace wasm2mpy
