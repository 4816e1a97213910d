#ifndef WASM2MPY_SUPPORT_UTF8_H_
#define WASM2MPY_SUPPORT_UTF8_H_

#include <string_view>

namespace wasm2mpy {

// Whether the bytes are UTF-8 in the strict sense of Unicode and WebAssembly:
// no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view text);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SUPPORT_UTF8_H_
