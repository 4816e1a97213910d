#ifndef WASM2MPY_WASM_NAME_SECTION_H_
#define WASM2MPY_WASM_NAME_SECTION_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "wasm/module.h"

namespace wasm2mpy::wasm {

// Decodes the payload of the custom section "name". It only serves messages
// and the names of generated code: a broken one gives an empty result.
NameSection read_name_section(std::span<const uint8_t> payload,
                              const Module& module);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_NAME_SECTION_H_
