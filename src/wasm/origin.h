// What custom sections tell about who made a module.
#ifndef WASM2MPY_WASM_ORIGIN_H_
#define WASM2MPY_WASM_ORIGIN_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace wasm2mpy::wasm {

struct Origin {
  bool has_linking = false;  // for linkers: of an object, or kept on request
  bool is_dynamic = false;   // made for a dynamic linker
  bool is_c = false;         // C or C++ is among the languages
};

// Takes in a custom section. Nothing depends on its content, so what is broken
// tells nothing.
void add_custom_section(std::string_view name, std::span<const uint8_t> content,
                        Origin& origin);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_ORIGIN_H_
