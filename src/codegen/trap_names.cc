#include "codegen/trap_names.h"

#include <algorithm>
#include <format>

#include "support/demangle.h"

namespace wasm2mpy::codegen {

constexpr size_t kMostBytes = 60;

std::string trap_name(const Context& context,
                      std::optional<uint32_t> function) {
  if (!function) return "instantiation";
  const wasm::Module& module = context.module;
  std::string name;
  if (context.settings.names == Names::kFull) {
    name = short_name(module.function_name(*function));
  } else if (auto exported = module.functions[*function].first_export) {
    name = module.exports[*exported].name;
  }
  // A zero byte ends a name in the table.
  std::ranges::replace(name, '\0', '?');
  return name.empty() ? std::format("func {}", *function) : name;
}

std::string short_name(std::string_view full_name) {
  std::string name = plain_name(full_name);
  if (name.size() <= kMostBytes) return name;
  size_t size = kMostBytes;
  // Not in the middle of a character.
  while (size > 0 && (name[size] & 0xc0) == 0x80) --size;
  return name.substr(0, size) + "...";
}

}  // namespace wasm2mpy::codegen
