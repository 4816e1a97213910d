// What a MicroPython says about itself: the one on this computer, or the one
// on a board.
#ifndef WASM2MPY_FIRMWARE_FIRMWARE_H_
#define WASM2MPY_FIRMWARE_FIRMWARE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/diagnostics.h"
#include "target/target.h"

namespace wasm2mpy {

struct Firmware {
  std::string name;     // sys.implementation.name: "micropython"
  std::string version;  // "1.25.0"
  std::string machine;  // "Raspberry Pi Pico with RP2040"; may be empty
  uint32_t mpy = 0;     // sys.implementation._mpy; 0: loads no .mpy
};

// Python that prints the answer which read_answer() finds among other output.
std::string_view question();
std::optional<Firmware> read_answer(std::string_view output);

// "MicroPython 1.25.0 (Raspberry Pi Pico with RP2040)".
std::string describe(const Firmware& firmware);

// The architecture to compile for. Fails, in words for the user, when the
// firmware loads no native module that this program makes.
Result<const Target*> target_for(const Firmware& firmware,
                                 Diagnostics& diagnostics);

// What stands behind the mark in each line that has it.
std::vector<std::string> marked_lines(std::string_view output,
                                      std::string_view mark);

// Of what a program printed, the last lines: as notes, with control characters
// as \xNN.
void note_lines(std::string_view program, std::string_view output,
                Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_FIRMWARE_FIRMWARE_H_
