// Users pass what their toolchain left in the build folder, and that is not
// always a module. The usual mistakes are recognised by their first bytes, so
// that the message can say what the file is instead.
//
// Binary format: https://webassembly.github.io/spec/core/binary/modules.html
// The four bytes after the magic are a version (16 bits) and a layer (16
// bits): layer 0 is a core module, layer 1 a component,
// https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md
#include "input/input.h"

#include <algorithm>
#include <array>
#include <format>
#include <string_view>
#include <utility>

#include "romfs/format.h"
#include "wasm/reader.h"

namespace wasm2mpy {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kWasmMagic = "\0asm"sv;

struct ForeignFormat {
  std::string_view magic;
  std::string_view name;
  std::string_view hint;  // may be empty
};
constexpr std::array<ForeignFormat, 6> kForeignFormats = {{
    {"\x7f"
     "ELF"sv,
     "an ELF file", "compile and link for wasm32"},
    {"!<arch>\n"sv, "an archive", "link it to a module first"},
    {"BC\xc0\xde"sv, "LLVM bitcode", "link it to a module first"},
    {"; ModuleID"sv, "LLVM IR", "link it to a module first"},
    {"\x1f\x8b"sv, "compressed by gzip", "uncompress it first"},
    {"PK\x03\x04"sv, "a zip archive", "unpack it first"},
}};

// Sources of languages that have a compiler for WebAssembly.
struct SourceLanguage {
  std::string_view suffix;
  std::string_view name;
  std::string_view compiler;  // with the options that nothing works without
};
constexpr std::array<SourceLanguage, 8> kSourceLanguages = {{
    {".c", "C", "clang --target=wasm32 -nostdlib -Wl,--no-entry"},
    {".cc", "C++", "clang++ --target=wasm32 -nostdlib -Wl,--no-entry"},
    {".cpp", "C++", "clang++ --target=wasm32 -nostdlib -Wl,--no-entry"},
    {".cxx", "C++", "clang++ --target=wasm32 -nostdlib -Wl,--no-entry"},
    {".rs", "Rust",
     "rustc --target=wasm32-unknown-unknown --crate-type=cdylib"},
    {".zig", "Zig", "zig build-exe -target wasm32-freestanding -fno-entry"},
    {".go", "Go", "tinygo build -target=wasm-unknown"},
    {".ts", "AssemblyScript", "asc --runtime stub"},
}};

std::string_view as_text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_component(std::string_view text) {
  return text.starts_with(kWasmMagic) && text.size() >= 8 &&
         text.substr(6, 2) == "\1\0"sv;
}

// 'M' and a version that MicroPython has had or will have; the rest of the
// header is checked by the .mpy reader.
bool is_mpy(std::string_view text) {
  return text.size() >= 4 && text[0] == 'M' && uint8_t(text[1]) < 32;
}

// Editors put it in front of UTF-8.
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf"sv;

bool is_utf16(std::string_view text) {
  return text.starts_with("\xff\xfe"sv) || text.starts_with("\xfe\xff"sv);
}

// The text format starts with a parenthesis, a comment, or blanks.
bool looks_like_wat(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  size_t start = text.find_first_not_of(" \t\r\n");
  if (start == text.npos) return false;
  text.remove_prefix(start);
  return text.starts_with('(') || text.starts_with(";;");
}

std::string first_bytes(std::string_view text) {
  std::string result;
  for (char c : text.substr(0, kWasmMagic.size())) {
    if (!result.empty()) result += ' ';
    result += std::format("{:02x}", uint8_t(c));
  }
  return result;
}

// libwabt asserts what a wrong text can break: that a type exists which another
// one refers to, for instance. Reading it twice takes 1% of the whole time.
Result<std::vector<uint8_t>> checked_text_to_binary(std::string_view text,
                                                    const std::string& file,
                                                    const Trial& trial,
                                                    Diagnostics& diagnostics) {
  bool ends = !trial || trial([&] {
    Diagnostics unused;
    (void)wasm::text_to_binary(text, file, unused);
  });
  if (ends) return wasm::text_to_binary(text, file, diagnostics);
  diagnostics.report(
      {.file = file,
       .message =
           "is wrong in a way that libwabt, which reads the text format, "
           "cannot deal with"});
  diagnostics.note(
      "often a type that is not defined; other tools, such as wasm-tools "
      "parse, can say where");
  return std::unexpected(Reported{});
}

}  // namespace

Result<InputKind> input_kind(std::span<const uint8_t> bytes,
                             const std::string& file,
                             Diagnostics& diagnostics) {
  auto fail = [&](std::string message) {
    Diagnostic diagnostic;
    diagnostic.file = file;
    diagnostic.message = "not a WebAssembly module: " + std::move(message);
    return diagnostics.fail(std::move(diagnostic));
  };

  std::string_view text = as_text(bytes);
  if (is_component(text)) {
    return fail("is a component, not a core module (unknown binary version)");
  }
  if (text.starts_with(kWasmMagic)) return InputKind::kWasm;
  if (is_mpy(text)) return InputKind::kMpy;
  if (text.starts_with(romfs::kMagic)) return InputKind::kRomfs;
  if (is_utf16(text)) {
    auto failed = fail("is text in UTF-16");
    diagnostics.note("the text format is in UTF-8: save it as such");
    return failed;
  }
  if (file.ends_with(".wat") || file.ends_with(".wast")) {
    return InputKind::kWat;
  }
  if (looks_like_wat(text)) return InputKind::kWat;

  if (text.empty()) return fail("the file is empty (unexpected end)");
  for (const ForeignFormat& format : kForeignFormats) {
    if (!text.starts_with(format.magic)) continue;
    auto failed = fail(std::format("is {}", format.name));
    if (!format.hint.empty()) diagnostics.note(std::string(format.hint));
    return failed;
  }
  for (const SourceLanguage& language : kSourceLanguages) {
    if (!file.ends_with(language.suffix)) continue;
    auto failed = fail(std::format("is a source file of {}", language.name));
    diagnostics.note(
        std::format("compile it to .wasm first: {}", language.compiler));
    return failed;
  }
  // The specification's words for both.
  bool is_cut = text.size() < kWasmMagic.size();
  return fail(
      std::format("{} (got {}, expected {})",
                  is_cut ? "unexpected end" : "magic header not detected",
                  first_bytes(text), first_bytes(kWasmMagic)));
}

Result<std::vector<uint8_t>> to_binary(std::vector<uint8_t> bytes,
                                       InputKind kind, const std::string& file,
                                       const Trial& trial,
                                       Diagnostics& diagnostics) {
  switch (kind) {
    case InputKind::kWasm:
      return bytes;
    case InputKind::kWat:
      // Editors do not count it in their columns.
      if (as_text(bytes).starts_with(kByteOrderMark)) {
        bytes.erase(bytes.begin(), bytes.begin() + kByteOrderMark.size());
      }
      return checked_text_to_binary(as_text(bytes), file, trial, diagnostics);
    case InputKind::kMpy:
    case InputKind::kRomfs:
      break;
  }
  Diagnostic diagnostic;
  diagnostic.file = file;
  diagnostic.message =
      kind == InputKind::kMpy
          ? "not a WebAssembly module: is a .mpy file, compiled already"
          : "not a WebAssembly module: is a ROMFS image";
  return diagnostics.fail(std::move(diagnostic));
}

Result<wasm::Module> read_linked_module(std::span<const uint8_t> binary,
                                        const std::string& file,
                                        Diagnostics& diagnostics) {
  Result<wasm::Module> module = wasm::read_module(binary, file, diagnostics);
  if (!module || !module->origin.has_linking) return module;
  // A linked module can have that section, too (--emit-relocs). The memory
  // under this name is what only a linker can give.
  if (!std::ranges::contains(module->imports, "__linear_memory",
                             &wasm::Import::name)) {
    return module;
  }
  auto failed = diagnostics.fail(
      {.file = file, .message = "not a WebAssembly module: is an object file"});
  diagnostics.note("link it to a module first: clang --target=wasm32 -nostdlib "
                   "-Wl,--no-entry (not -c)");
  return failed;
}

}  // namespace wasm2mpy
