// Decoding and validation of a module, except for the function bodies
// (wasm/function.h).
#ifndef WASM2MPY_WASM_READER_H_
#define WASM2MPY_WASM_READER_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy::wasm {

// Decodes and validates the binary module in `bytes`, which must outlive the
// result. `file` is the name for messages. Errors use the specification's
// words ("unexpected end", "unknown type", ...) followed by details.
Result<Module> read_module(std::span<const uint8_t> bytes, std::string file,
                           Diagnostics& diagnostics);

// Translates the text format to a binary module through libwabt.
Result<std::vector<uint8_t>> text_to_binary(std::string_view text,
                                            std::string file,
                                            Diagnostics& diagnostics);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_READER_H_
