// https://docs.micropython.org/en/latest/reference/mpyfiles.html tells what
// sys.implementation._mpy means.
#include "firmware/firmware.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "mpy/format.h"
#include "target/board.h"

namespace wasm2mpy {
namespace {

// In front of the answer. What a board prints at its start comes before it.
constexpr std::string_view kMark = "wasm2mpy-host ";
constexpr size_t kMaxLines = 12;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    while (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view take_word(std::string_view& text) {
  size_t end = std::min(text.find(' '), text.size());
  std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

}  // namespace

std::string_view question() {
  return "import sys\n"
         "i = sys.implementation\n"
         "print('wasm2mpy-host', i.name, getattr(i, '_mpy', 0),"
         " '.'.join(str(n) for n in i.version[:3]), getattr(i, '_machine', ''))"
         "\n";
}

std::optional<Firmware> read_answer(std::string_view output) {
  for (std::string_view line : lines_of(output)) {
    size_t at = line.find(kMark);
    if (at == line.npos) continue;
    line.remove_prefix(at + kMark.size());
    Firmware firmware;
    firmware.name = take_word(line);
    std::string_view digits = take_word(line);
    std::from_chars(digits.data(), digits.data() + digits.size(), firmware.mpy);
    // A board, or what is taken for one, may send anything.
    firmware.version = escape_controls(take_word(line));
    firmware.machine = escape_controls(line);
    return firmware;
  }
  return std::nullopt;
}

std::string describe(const Firmware& firmware) {
  std::string text = "MicroPython " + firmware.version;
  if (!firmware.machine.empty()) text += " (" + firmware.machine + ")";
  return text;
}

Result<const Target*> target_for(const Firmware& firmware,
                                 Diagnostics& diagnostics) {
  if (firmware.name != "micropython") {
    return diagnostics.fail(std::format("this is not MicroPython but {} {}",
                                        quote(firmware.name),
                                        firmware.version));
  }
  unsigned version = firmware.mpy & 0xff;
  unsigned sub_version = firmware.mpy >> 8 & 3;
  unsigned arch = firmware.mpy >> 10 & 15;
  if (firmware.mpy == 0) {
    return diagnostics.fail(
        std::format("{} loads no .mpy files", describe(firmware)));
  }
  if (arch == 0) {
    auto failed = diagnostics.fail(
        std::format("{} loads no native modules", describe(firmware)));
    diagnostics.note(
        "it was built without them, or runs on a processor for which "
        "MicroPython has none");
    return failed;
  }
  if (version != mpy::kVersion || sub_version != mpy::kSubVersion) {
    auto failed = diagnostics.fail(
        std::format("{} loads native modules of version {}.{}, not {}.{}",
                    describe(firmware), version, sub_version, mpy::kVersion,
                    mpy::kSubVersion));
    diagnostics.note(std::format("version {}.{} is that of MicroPython 1.23 "
                                 "and later",
                                 mpy::kVersion, mpy::kSubVersion));
    return failed;
  }
  if (const Target* best = target::best_target(target::MpyArch(arch)))
    return best;
  auto failed = diagnostics.fail(std::format(
      "{} has the unknown architecture {}", describe(firmware), arch));
  diagnostics.note("supported architectures: " + target::target_names());
  return failed;
}

std::vector<std::string> marked_lines(std::string_view output,
                                      std::string_view mark) {
  std::vector<std::string> found;
  for (size_t at = output.find(mark); at != output.npos;
       at = output.find(mark, at)) {
    at += mark.size();
    found.emplace_back(
        output.substr(at, output.find_first_of("\r\n", at) - at));
  }
  return found;
}

void note_lines(std::string_view program, std::string_view output,
                Diagnostics& diagnostics) {
  std::vector<std::string_view> lines = lines_of(output);
  size_t first = lines.size() > kMaxLines ? lines.size() - kMaxLines : 0;
  for (size_t i = first; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    diagnostics.note(std::format("{}: {}", program, escape_controls(lines[i])));
  }
}

}  // namespace wasm2mpy
