// https://github.com/WebAssembly/tool-conventions: Linking.md,
// DynamicLinking.md.
#include "wasm/origin.h"

namespace wasm2mpy::wasm {

void add_custom_section(std::string_view name, Origin& origin) {
  if (name == "linking") origin.has_linking = true;
  if (name == "dylink" || name == "dylink.0") origin.is_dynamic = true;
}

}  // namespace wasm2mpy::wasm
