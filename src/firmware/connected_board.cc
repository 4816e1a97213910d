#include "firmware/connected_board.h"

#include <charconv>
#include <format>

#include "support/text.h"
#include "target/board.h"

namespace wasm2mpy {
namespace {

constexpr std::string_view kHidingMark = "wasm2mpy-hiding ";

// NAME is replaced, and HIDING by what hides it, too. A folder or a .py is
// found before the .mpy, and the file system before ROMFS. A board without a
// file system lists nothing, or raises.
constexpr std::string_view kHidingQuestion = R"(
try:
    import os
    for f in os.listdir():
        if f in ("NAME", "NAME.py", "HIDING"):
            print("wasm2mpy-hiding", f)
except (ImportError, OSError):
    pass
)";

// After the other answers, so that what they needed is free again.
constexpr std::string_view kFreeMark = "wasm2mpy-free ";
constexpr std::string_view kFreeQuestion = R"(
try:
    import gc
    gc.collect()
    print("wasm2mpy-free", gc.mem_free())
except (ImportError, AttributeError):
    pass
)";

// What the board that the settings name has, or its own.
Result<const Target*> target_of(const Board* named, const Firmware& firmware,
                                Diagnostics& diagnostics) {
  Result<const Target*> own = target_for(firmware, diagnostics);
  if (!own || !named) return own;
  const Target* wanted = target::find_target(named->arch);
  if (target::can_load(**own, *wanted)) return wanted;
  return diagnostics.fail(
      std::format("the connected board does not load modules for {} ({}); "
                  "its architecture is {}",
                  named->name, wanted->name, (*own)->name));
}

}  // namespace

std::string board_question(std::string_view name, Place place) {
  std::string code = std::string(question()) + std::string(kHidingQuestion) +
                     std::string(kFreeQuestion);
  constexpr std::string_view kHiding = "HIDING";
  code.replace(code.find(kHiding), kHiding.size(),
               place == Place::kRomfs ? "NAME.mpy" : "");
  replace_all(code, "NAME", name);
  return code;
}

std::optional<ConnectedBoard> read_board_answer(std::string_view output) {
  std::optional<Firmware> firmware = read_answer(output);
  if (!firmware) return std::nullopt;
  ConnectedBoard board = {*firmware, {}, marked_lines(output, kHidingMark)};
  for (const std::string& line : marked_lines(output, kFreeMark)) {
    uint64_t bytes = 0;
    std::from_chars(line.data(), line.data() + line.size(), bytes);
    if (bytes != 0) board.free_ram = bytes;
  }
  return board;
}

Result<void> settle_on(const ConnectedBoard& board, Settings& settings,
                       Diagnostics& diagnostics) {
  Result<const Target*> target =
      target_of(settings.board, board.firmware, diagnostics);
  if (!target) return std::unexpected(Reported{});
  if (!settings.board)
    settings.board = target::find_board_of_machine(board.firmware.machine);
  settings.targets = {*target};
  settings.free_ram = board.free_ram;
  return {};
}

void warn_hidden(const std::string& hiding, const std::string& name,
                 Diagnostics& diagnostics) {
  diagnostics.warn(
      {.message = std::format("the board has {}, which Python imports instead "
                              "of {}; remove it",
                              quote(hiding), name),
       .id = "hidden-by-file"});
}

}  // namespace wasm2mpy
