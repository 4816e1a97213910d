// A board on a line, on which Python runs: what to ask it before a module is
// compiled for it and copied to it. Who has the line, mpremote or a browser,
// brings the question there and the answer back.
#ifndef WASM2MPY_FIRMWARE_CONNECTED_BOARD_H_
#define WASM2MPY_FIRMWARE_CONNECTED_BOARD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firmware/firmware.h"
#include "settings/settings.h"
#include "support/diagnostics.h"

namespace wasm2mpy {

// Where on a board a module goes.
enum class Place : uint8_t { kFileSystem, kRomfs };

struct ConnectedBoard {
  Firmware firmware;
  // Bytes of Python's heap; none: it does not tell.
  std::optional<uint64_t> free_ram;
  // Which of its files and folders Python would import instead of NAME.mpy in
  // that place.
  std::vector<std::string> hiding;
};

// Python that prints the answer for a module of that name.
std::string board_question(std::string_view name, Place place);
std::optional<ConnectedBoard> read_board_answer(std::string_view output);
// What there is to say when the answer is none.
inline constexpr std::string_view kNoAnswer =
    "the board does not answer as MicroPython does";

// Makes the settings those for the board. One that they name is about the stack
// then; its architecture must be one that the connected board loads.
Result<void> settle_on(const ConnectedBoard& board, Settings& settings,
                       Diagnostics& diagnostics);

// `name` is that of the module's file.
void warn_hidden(const std::string& hiding, const std::string& name,
                 Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_FIRMWARE_CONNECTED_BOARD_H_
