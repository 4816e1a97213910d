#include "report/imports.h"

#include <algorithm>
#include <string>

#include "analysis/host_functions.h"

namespace wasm2mpy::report {

uint64_t reached_bytes(const link::Image& image,
                       const std::vector<bool>& left_out) {
  if (image.sections.empty()) return 0;
  uint64_t bytes = 0;
  std::vector<bool> seen = left_out;
  std::vector<uint32_t> waiting = {image.entry_section};
  seen[image.entry_section] = true;
  while (!waiting.empty()) {
    const link::ImageSection& section = image.sections[waiting.back()];
    waiting.pop_back();
    bytes += section.size;
    for (uint32_t next : section.references) {
      if (seen[next]) continue;
      seen[next] = true;
      waiting.push_back(next);
    }
  }
  return bytes;
}

Imports collect_imports(const Input& input) {
  const wasm::Module& module = input.module;
  Imports imports;
  std::vector<std::string> served;  // C functions, one for each import
  for (const wasm::Import& import : module.imports) {
    if (import.kind != wasm::ExternalKind::kFunc) continue;
    std::string symbol(codegen::find_host_function(module, import));
    imports.functions.push_back(
        {import.module, import.name, !symbol.empty(), 0});
    served.push_back(std::move(symbol));
  }
  for (size_t i = 0; i < served.size(); ++i) {
    // One that another import needs, too, would stay.
    if (served[i].empty() || std::ranges::count(served, served[i]) > 1) {
      continue;
    }
    imports.functions[i].bytes = bytes_because_of(
        input.image, [&](std::string_view name) { return name == served[i]; });
  }
  imports.served = bytes_because_of(input.image, [&](std::string_view name) {
    return !name.empty() && std::ranges::contains(served, name);
  });
  bool any_from_python = std::ranges::contains(served, "");
  if (any_from_python) {
    imports.from_python =
        bytes_because_of(input.image, [](std::string_view name) {
          return name.starts_with("leave") || name.starts_with("rt_import_call") ||
                 name == "rt_import";
        });
  }
  return imports;
}

}  // namespace wasm2mpy::report
