// `import app` looks for a file app.mpy: the name is not in the file, so it
// must be one that Python's syntax takes. Such a file still loads through
// __import__("my-app"), hence a warning and not an error.
#include "package/module_name.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <format>
#include <string_view>

namespace wasm2mpy {
namespace {

// MicroPython's lexer, py/lexer.c (tok_kw).
constexpr std::array<std::string_view, 36> kKeywords = {
    "False",  "None",   "True",     "__debug__", "and",    "as",
    "assert", "async",  "await",    "break",     "class",  "continue",
    "def",    "del",    "elif",     "else",      "except", "finally",
    "for",    "from",   "global",   "if",        "import", "in",
    "is",     "lambda", "nonlocal", "not",       "or",     "pass",
    "raise",  "return", "try",      "while",     "with",   "yield"};

// Modules of MicroPython 1.25 and its ports that come before any file
// (MP_REGISTER_MODULE).
constexpr std::array<std::string_view, 35> kFirstModules = {
    "__main__",    "_asyncio", "_espnow", "_onewire", "_rp2",     "_thread",
    "_webrepl",    "ble",      "board",   "btree",    "builtins", "cmath",
    "deflate",     "esp",      "esp32",   "ffi",      "framebuf", "gc",
    "js",          "jsffi",    "lwip",    "marshal",  "math",     "microbit",
    "micropython", "mimxrt",   "music",   "network",  "openamp",  "pyb",
    "stm",         "sys",      "tls",     "uctypes",  "vfs"};
// Those that a file of the same name replaces (MP_REGISTER_EXTENSIBLE_MODULE).
constexpr std::array<std::string_view, 19> kReplacedModules = {
    "array",   "binascii", "bluetooth", "collections", "cryptolib",
    "errno",   "hashlib",  "heapq",     "io",          "json",
    "machine", "os",       "platform",  "random",      "re",
    "select",  "socket",   "struct",    "time"};

// As py/lexer.c: every byte above ASCII counts as a letter.
bool is_identifier(std::string_view name) {
  auto is_head = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           uint8_t(c) >= 0x80;
  };
  auto is_tail = [&](char c) { return is_head(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && is_head(name[0]) &&
         std::ranges::all_of(name.substr(1), is_tail);
}

}  // namespace

bool is_importable(std::string_view name) {
  return is_identifier(name) && !std::ranges::contains(kKeywords, name);
}

std::string importable_name(std::string_view name) {
  std::string result(name);
  for (char& c : result) {
    if (!is_identifier(std::string("_") + c)) c = '_';
  }
  if (std::ranges::contains(kKeywords, result)) return result + "_";
  if (!is_identifier(result)) return "_" + result;
  return result;
}

void warn_if_not_importable(const std::string& path, const std::string& input,
                            Diagnostics& diagnostics) {
  std::filesystem::path file(path);
  std::string name = file.stem().string();
  bool is_keyword = std::ranges::contains(kKeywords, name);
  bool has_suffix = file.extension() == ".mpy";
  if (has_suffix && !is_keyword && is_identifier(name)) return;

  Diagnostic warning = {.file = path, .id = "not-importable"};
  warning.message =
      !has_suffix
          ? "Python imports only files whose names end in '.mpy'"
          : std::format("Python cannot import {}: it is {}", quote(name),
                        is_keyword ? "a keyword" : "not an identifier");
  diagnostics.warn(std::move(warning));
  if (!input.empty()) {
    std::filesystem::path better(input);
    better.replace_filename(importable_name(name) +
                            better.extension().string());
    diagnostics.note(
        std::format("name the input, for example, {}", better.string()));
    return;
  }
  std::filesystem::path better =
      file.parent_path() / (importable_name(name) + ".mpy");
  diagnostics.note(
      std::format("name the file with -o, for example {}", better.string()));
}

void warn_if_built_in(std::string_view name, const std::string& file,
                      std::string_view advice, Diagnostics& diagnostics) {
  bool is_first = std::ranges::contains(kFirstModules, name);
  if (!is_first && !std::ranges::contains(kReplacedModules, name)) return;
  Diagnostic warning = {.file = file, .id = "built-in-name"};
  warning.message =
      is_first
          ? std::format("Python will not import this file: MicroPython has a "
                        "module {} of its own",
                        quote(name))
          : std::format("Python will import this file in place of "
                        "MicroPython's own module {}",
                        quote(name));
  diagnostics.warn(std::move(warning));
  diagnostics.note(std::string(advice));
}

}  // namespace wasm2mpy
