// The board table: one row per board, or family of boards, that MicroPython
// runs on. A row picks the architecture and what the target table can only
// guess for all boards of an architecture.
#ifndef WASM2MPY_TARGET_BOARD_H_
#define WASM2MPY_TARGET_BOARD_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "target/target.h"

namespace wasm2mpy::target {

// Whether MicroPython's own build for the board loads native modules.
enum class NativeModules : uint8_t {
  kYes,
  kSome,  // on some boards of the family: `note` says which
  kNo,
};

struct Board {
  std::string_view name;  // as --board
  std::string_view arch;  // the name of a row of the target table
  // The C stack in bytes of the task that runs Python.
  uint32_t stack_size;
  // KiB of RAM in the chip; of a family the most. 0: as much as one likes.
  uint32_t ram;
  std::string_view description;
  NativeModules native_modules = NativeModules::kYes;
  std::string_view note = "";  // what else to know; may be empty

  // For cores that lack something: LLVM features instead of the target's, if
  // not empty, and the floats that are left.
  std::string_view features = "";
  std::optional<FloatUnit> float_unit = {};
  // For cores that do more than the architecture promises.
  std::optional<Misaligned> misaligned = {};
  // Where not as the architecture has it.
  std::optional<CodeInPlace> code_in_place = {};
};

// All rows, in the order in which they are listed to users.
std::span<const Board> all_boards();

// The row with that name, or for a board of MicroPython's by that name
// (RPI_PICO2); null if there is none.
const Board* find_board(std::string_view name);

// The row whose name differs in hyphens and the like only; null if there is
// none.
const Board* find_board_written_like(std::string_view name);

// The row that has the name of the chip in sys.implementation._machine
// ("ESP32C3 module with ESP32C3"); null if there is none.
const Board* find_board_of_machine(std::string_view machine);

// Whether some of these boards have more RAM beside the chip.
bool may_have_external_ram(const Board& board);

// The target as the board has it; without a board (null) as it is. What the
// board says is about its own architecture: with a lower one, only the stack.
Target for_board(const Target& target, const Board* board);

// The best that `firmware` loads: its own, or, when it is for a Thumb
// core for which there is no row (armv7em), the highest below; null if nothing.
const Target* best_target(MpyArch firmware);

// Whether `firmware` loads modules for `module`.
bool can_load(const Target& firmware, const Target& module);

}  // namespace wasm2mpy::target

namespace wasm2mpy {
using target::Board;
}  // namespace wasm2mpy

#endif  // WASM2MPY_TARGET_BOARD_H_
