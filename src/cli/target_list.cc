// One line for each row of the target table and of the board table.
#include "cli/target_list.h"

#include <format>
#include <string_view>

#include "target/board.h"
#include "target/target.h"

namespace wasm2mpy {
namespace {

std::string_view floats(target::FloatUnit unit) {
  switch (unit) {
    case target::FloatUnit::kNone:
      return "none";
    case target::FloatUnit::kSingle:
      return "f32";
    case target::FloatUnit::kDouble:
      return "f32, f64";
  }
  return "";
}

std::string stack_size(uint32_t bytes) {
  return std::format("{}K", bytes / 1024);
}

// What to know about a board before buying it.
std::string remark(const Board& board) {
  std::string text(board.note);
  if (board.native_modules == target::NativeModules::kNo) {
    text = "its usual MicroPython loads no native modules";
  }
  return text;
}

}  // namespace

std::string target_list() {
  std::string text =
      "--arch     core           floats in hardware  bits  stack\n";
  for (const Target& target : target::all_targets()) {
    text +=
        std::format("{:<9}  {:<13}  {:<18}  {:>4}  {:>5}\n", target.name,
                    target.cpu, floats(target.float_unit), target.word_size * 8,
                    stack_size(target.default_stack_size));
  }
  text += "\n--board         --arch     stack  what it is\n";
  for (const Board& board : target::all_boards()) {
    text += std::format("{:<14}  {:<9}  {:>5}  {}\n", board.name, board.arch,
                        stack_size(board.stack_size), board.description);
    std::string note = remark(board);
    if (!note.empty()) text += std::format("{:34}{}\n", "", note);
  }
  return text;
}

}  // namespace wasm2mpy
