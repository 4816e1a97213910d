// What kind of file the user gave, and how it becomes a binary module.
#ifndef WASM2MPY_INPUT_INPUT_H_
#define WASM2MPY_INPUT_INPUT_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy {

enum class InputKind : uint8_t { kWasm, kWat, kMpy };

// By content first, then by name. Fails when the file is none of these, or a
// component; what is wrong inside a module is for the reader to say.
Result<InputKind> input_kind(std::span<const uint8_t> bytes,
                             const std::string& file, Diagnostics& diagnostics);

// The binary module that a file of this kind holds. Fails for a .mpy file.
Result<std::vector<uint8_t>> to_binary(std::vector<uint8_t> bytes,
                                       InputKind kind, const std::string& file,
                                       Diagnostics& diagnostics);

// Reads the file, or standard input for "-": the binary module in it.
Result<std::vector<uint8_t>> read_binary_module(const std::string& path,
                                                Diagnostics& diagnostics);

// Decodes a binary module that is to be compiled, which an object file is not
// yet.
Result<wasm::Module> read_linked_module(std::span<const uint8_t> binary,
                                        const std::string& file,
                                        Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_INPUT_INPUT_H_
