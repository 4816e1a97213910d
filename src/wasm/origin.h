// What custom sections tell about who made a module.
#ifndef WASM2MPY_WASM_ORIGIN_H_
#define WASM2MPY_WASM_ORIGIN_H_

#include <string_view>

namespace wasm2mpy::wasm {

struct Origin {
  bool has_linking = false;  // for linkers: of an object, or kept on request
  bool is_dynamic = false;   // made for a dynamic linker
};

// Takes in a custom section.
void add_custom_section(std::string_view name, Origin& origin);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_ORIGIN_H_
