// The help text, made from the option table.
#include <algorithm>
#include <format>
#include <string>
#include <string_view>

#include "cli/option_table.h"
#include "cli/options.h"

namespace wasm2mpy {
namespace {

constexpr size_t kHelpWidth = 79;
constexpr size_t kHelpColumn = 21;

// Appends the words of `text` to `line`, the last line of `result`.
void append_wrapped(std::string& result, std::string line,
                    std::string_view text) {
  while (!text.empty()) {
    size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.size() + 1 + word.size() > kHelpWidth) {
      result += line + '\n';
      line.assign(kHelpColumn, ' ');
    }
    // The column starts with two spaces of its own.
    if (line.size() > kHelpColumn) line += ' ';
    line += word;
  }
  result += line + '\n';
}

}  // namespace

std::string help_text() {
  std::string text =
      "usage: wasm2mpy INPUT --arch=ARCH|--board=BOARD [-o FILE] [OPTION]...\n"
      "       wasm2mpy deploy INPUT [--port=PORT] [OPTION]...\n"
      "       wasm2mpy run INPUT [--invoke=NAME] [OPTION]... [--] [ARG]...\n"
      "       wasm2mpy romfs DIR|FILE... [-o FILE]\n"
      "       wasm2mpy inspect FILE\n"
      "       wasm2mpy targets\n"
      "\n"
      "Compiles a WebAssembly module to a native MicroPython module (.mpy).\n"
      "INPUT is a binary (.wasm) or text (.wat) module, '-' is standard "
      "input.\n"
      "'deploy' compiles it for the board that is connected and copies it "
      "there; 'run'\n"
      "compiles it for MicroPython on this computer and runs it there.\n"
      "'romfs' makes an image for a board's ROMFS of files and folders. "
      "'inspect'\n"
      "describes a WebAssembly module, a .mpy file or such an image, 'targets' "
      "lists\n"
      "architectures and boards.\n"
      "\n"
      "options:\n";
  for (const OptionRow& row : option_table()) {
    std::string line = "  ";
    if (!row.alias.empty()) line += std::format("{}, ", row.alias);
    line += row.name;
    if (!row.value.empty()) line += value_form(row);
    if (line.size() + 2 > kHelpColumn) {
      text += line + '\n';
      line.clear();
    }
    line.resize(kHelpColumn, ' ');
    append_wrapped(text, std::move(line), help_of(row));
  }
  text +=
      "\n"
      "examples:\n"
      "  wasm2mpy fft.wasm --arch=x64             writes fft.mpy: import fft\n"
      "  wasm2mpy fft.wat --arch=x64 -o lib/dsp.mpy        import dsp\n"
      "  wasm2mpy fft.wasm --board=pico2          for a Raspberry Pi Pico 2\n"
      "  wasm2mpy fft.wasm --arch=all -o dist     dist/armv6m_6.3/fft.mpy, "
      "...\n"
      "  wasm2mpy fft.wasm --board=pico --report  what it costs in flash and "
      "RAM\n"
      "  wasm2mpy fft.wasm --arch=x64 --emit=asm -o -      look at the code\n"
      "  wasm2mpy fft.wasm --arch=all --package=dist       for mip.install()\n"
      "  wasm2mpy deploy fft.wasm --port=/dev/ttyACM0      onto a board\n"
      "  wasm2mpy deploy fft.wasm --romfs         into its ROMFS, code runs "
      "there\n"
      "  wasm2mpy romfs fft.mpy main.py -o app.romfs       an image with both\n"
      "  wasm2mpy run add.wasm --invoke=add 3 4   runs it here: 7\n"
      "  wasm2mpy run program.wasm -- -v file.txt          WASI\n"
      "  wasm2mpy inspect fft.wasm                exports, imports, memory\n"
      "  wasm2mpy inspect fft.mpy                 architecture, sizes\n";
  return text;
}

}  // namespace wasm2mpy
