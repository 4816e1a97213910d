// The static linker: ELF relocatable objects and archives in, one
// position-independent image out, ready to be the text of a .mpy module.
//
// A MicroPython native module is one block of code that the loader copies
// somewhere and enters at its first byte. So this linker has no segments, no
// GOT, no PLT, no dynamic symbols and no writable data: all state of a module
// lives in its instance. On every target but Xtensa all references are
// relative and resolved here; Xtensa's absolute literals become relocations
// for MicroPython's loader.
#ifndef WASM2MPY_LINK_LINKER_H_
#define WASM2MPY_LINK_LINKER_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/diagnostics.h"
#include "target/target.h"

namespace wasm2mpy::link {

// An ELF relocatable object or an archive, and its name for messages. The
// bytes must stay valid during link().
struct InputFile {
  std::string name;
  std::span<const uint8_t> bytes;
};

// Where a function or object ended up; for reports.
struct SymbolInfo {
  std::string name;
  uint64_t offset = 0;  // in text, or in rodata if not in_text
  uint64_t size = 0;
  bool in_text = true;
  std::string file = {};  // "app.o" or "libgcc.a(_divdi3.o)"
};

// A section of the input that is in the image, of one function or object as
// LLVM and our archives make them; for reports.
struct ImageSection {
  std::string name = {};  // of the first function or object in it
  uint64_t size = 0;
  // Indices into Image::sections, ascending, each once.
  std::vector<uint32_t> references = {};
};

// A word that the loader must add an address to (py/persistentcode.c,
// mp_native_relocate). The word already holds the offset from that address.
struct RuntimeRelocation {
  enum class Part : uint8_t { kText, kRodata };
  enum class Base : uint8_t { kText, kRodata };
  Part part = Part::kText;  // where the word is
  uint64_t offset = 0;      // in that part, in bytes, word-aligned
  Base base = Base::kText;  // the address to add
};

struct Image {
  // The entry function is at offset 0; then the other code; then, where the
  // target allows data in text, the read-only data.
  std::vector<uint8_t> text;
  // Read-only data of targets that keep it apart; else empty.
  std::vector<uint8_t> rodata;
  uint64_t code_size = 0;           // the bytes of `text` that are code
  std::vector<SymbolInfo> symbols;  // text first; by offset
  // All but constants and strings that may be shared.
  std::vector<ImageSection> sections;
  uint32_t entry_section = 0;  // index of the one that everything hangs on
  // The symbols in code that are neither, as far as they are in the image.
  std::vector<SymbolInfo> labels;
  std::vector<RuntimeRelocation> relocations;  // sorted; empty but on Xtensa
};

// Links `objects`, and the members of `archives` that they need, into an image
// that starts with the function `entry_symbol`. What the entry does not reach
// is left out. On failure all problems found are in `diagnostics`.
Result<Image> link(std::span<const InputFile> objects,
                   std::span<const InputFile> archives, const Target& target,
                   std::string_view entry_symbol, Diagnostics& diagnostics);

}  // namespace wasm2mpy::link

#endif  // WASM2MPY_LINK_LINKER_H_
