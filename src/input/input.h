// What kind of file the user gave, and how it becomes a binary module.
#ifndef WASM2MPY_INPUT_INPUT_H_
#define WASM2MPY_INPUT_INPUT_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy {

enum class InputKind : uint8_t { kWasm, kWat, kMpy, kRomfs };

// By content first, then by name. Fails when the file is none of these, or a
// component; what is wrong inside a module is for the reader to say.
Result<InputKind> input_kind(std::span<const uint8_t> bytes,
                             const std::string& file, Diagnostics& diagnostics);

// Whether `work` comes to its end; it is done elsewhere, and nothing of what it
// does remains.
using Trial = std::function<bool(const std::function<void()>& work)>;

// The binary module that a file of this kind holds. Fails for a .mpy file and a
// ROMFS image.
// libwabt, which reads the text format, ends the program for some texts that
// are wrong. With a trial such a text is an error; without (empty) it must be
// one that can be trusted.
Result<std::vector<uint8_t>> to_binary(std::vector<uint8_t> bytes,
                                       InputKind kind, const std::string& file,
                                       const Trial& trial,
                                       Diagnostics& diagnostics);

// Decodes a binary module that is to be compiled, which an object file is not
// yet.
Result<wasm::Module> read_linked_module(std::span<const uint8_t> binary,
                                        const std::string& file,
                                        Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_INPUT_INPUT_H_
