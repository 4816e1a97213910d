// The help text, made from the option table.
#include <algorithm>
#include <format>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "cli/option_table.h"
#include "cli/options.h"

namespace wasm2mpy {
namespace {

constexpr size_t kHelpWidth = 79;
constexpr size_t kHelpColumn = 21;

void replace_all(std::string& text, std::string_view from,
                 std::string_view to) {
  for (size_t at = text.find(from); at != text.npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

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

// "256K for x64, 8K for the others".
std::string default_stack_sizes() {
  std::map<uint32_t, std::string, std::greater<>> names_by_size;
  for (const Target& target : target::all_targets()) {
    std::string& names = names_by_size[target.default_stack_size];
    names += names.empty() ? "" : " and ";
    names += target.name;
  }
  std::string text;
  for (const auto& [size, names] : names_by_size) {
    bool is_rest = !text.empty() && size == names_by_size.rbegin()->first;
    text += text.empty() ? "" : ", ";
    text +=
        std::format("{}K for {}", size / 1024, is_rest ? "the others" : names);
  }
  return text;
}

}  // namespace

std::string help_text() {
  std::string text =
      "usage: wasm2mpy INPUT --arch=ARCH|--board=BOARD [-o FILE] [OPTION]...\n"
      "       wasm2mpy deploy INPUT [--port=PORT] [OPTION]...\n"
      "       wasm2mpy run INPUT [--invoke=NAME] [OPTION]... [--] [ARG]...\n"
      "       wasm2mpy inspect FILE\n"
      "       wasm2mpy targets\n"
      "\n"
      "Compiles a WebAssembly module to a native MicroPython module (.mpy).\n"
      "INPUT is a binary (.wasm) or text (.wat) module, '-' is standard "
      "input.\n"
      "'deploy' compiles it for the board that is connected and copies it "
      "there; 'run'\n"
      "compiles it for MicroPython on this computer and runs it there.\n"
      "'inspect' describes a WebAssembly module or a .mpy file, 'targets' "
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
    std::string help(row.help);
    replace_all(help, "{archs}", target::target_names());
    replace_all(help, "{stack}", default_stack_sizes());
    replace_all(help, "{level}", default_level_option());
    append_wrapped(text, std::move(line), help);
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
      "  wasm2mpy run add.wasm --invoke=add 3 4   runs it here: 7\n"
      "  wasm2mpy run program.wasm -- -v file.txt          WASI\n"
      "  wasm2mpy inspect fft.wasm                exports, imports, memory\n"
      "  wasm2mpy inspect fft.mpy                 architecture, sizes\n";
  return text;
}

}  // namespace wasm2mpy
