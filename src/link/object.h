// A relocatable object as the linker's passes see it: what read_elf() filled
// in, plus the decisions that the passes make about each section. All names
// and contents point into the input file's bytes.
#ifndef WASM2MPY_LINK_OBJECT_H_
#define WASM2MPY_LINK_OBJECT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "link/elf.h"

namespace wasm2mpy::link {

// An input relocation. The addend is explicit even where the file keeps it in
// the section's bytes (SHT_REL).
struct Relocation {
  uint64_t offset = 0;
  uint32_t type = 0;
  uint32_t symbol = 0;  // index into Object::symbols
  int64_t addend = 0;
  // Set by islands.cc: which of Section::islands the branch goes by, plus one.
  uint32_t island = 0;
};

// One constant or string of a mergeable section; identical ones share one
// place in the image.
struct Piece {
  uint64_t offset = 0;  // in the section
  uint64_t size = 0;
  bool live = false;
  // Index into Context::merged, or of a literal into Context::literals, once
  // live.
  uint32_t merged = 0;
};

struct Object;
struct Section;

// A place in a section.
struct SectionPlace {
  Object* object = nullptr;
  Section* section = nullptr;
  uint64_t offset = 0;

  explicit operator bool() const { return section != nullptr; }
};

// A jump behind a section, for its branches that do not reach `target`.
struct Island {
  SectionPlace target;
  uint64_t offset = 0;  // in text; set by layout
};

// Bytes that relaxation takes out of a section.
struct Cut {
  uint64_t offset = 0;  // as the input counts
  uint64_t size = 0;
  uint64_t size_before = 0;  // that of all cuts before this one
};

// The two blocks of memory that a native module consists of.
enum class Part : uint8_t { kText, kRodata };

struct Section {
  std::string_view name;
  uint32_t type = elf::kSectionNull;
  uint64_t flags = 0;
  uint64_t alignment = 1;
  uint64_t entry_size = 0;
  uint64_t size = 0;
  std::span<const uint8_t> bytes;  // empty for NOBITS
  std::vector<Relocation> relocations;

  // False for what never reaches an image: debug and unwind information,
  // symbol tables, a COMDAT group of which another object's copy is used.
  bool loadable = false;
  // Set by garbage collection.
  bool live = false;
  // Not empty if the section's contents are merged piece by piece.
  std::vector<Piece> pieces;
  // The pieces are literals: each pool has them at a place of its own.
  bool is_literals = false;

  // Set by layout, for live sections without pieces.
  Part part = Part::kText;
  uint64_t offset = 0;
  std::vector<Island> islands;
  uint32_t pool = 0;  // of code: which of Context::pools has its literals
  // Sorted. Empty but during layout: then the section has been rewritten.
  std::vector<Cut> cuts;

  // What becomes of an offset, and of the size, by the cuts.
  uint64_t cut_offset(uint64_t input_offset) const;
  uint64_t cut_size() const { return cut_offset(size); }

  bool is_code() const { return (flags & elf::kFlagExec) != 0; }
  bool is_writable() const { return (flags & elf::kFlagWrite) != 0; }
};

struct Symbol {
  enum class Kind : uint8_t { kUndefined, kDefined, kAbsolute, kCommon };

  std::string_view name;  // empty for most section symbols
  Kind kind = Kind::kUndefined;
  uint8_t binding = elf::kBindLocal;
  uint8_t type = elf::kSymbolNoType;
  uint32_t section = 0;  // index into Object::sections, if kDefined
  uint64_t value = 0;    // offset in the section, or the absolute value
  uint64_t size = 0;
  bool is_thumb = false;  // a function; its bit 0 is not in `value`
};

struct Object {
  std::string name;  // "app.o" or "libgcc.a(_divdi3.o)"
  std::vector<Section> sections;
  std::vector<Symbol> symbols;
  // COMDAT groups: the signature, and the sections that go with it.
  struct Group {
    std::string_view signature;
    std::vector<uint32_t> sections;
  };
  std::vector<Group> groups;
};

// Names a symbol of an object; `object` is null for "none".
struct SymbolRef {
  Object* object = nullptr;
  uint32_t index = 0;

  explicit operator bool() const { return object != nullptr; }
  const Symbol& symbol() const { return object->symbols[index]; }
  Section& section() const { return object->sections[symbol().section]; }
};

// `app.o(.text+0x1c)`, the way all messages name a place in the input.
std::string place_name(const Object& object, const Section& section,
                       uint64_t offset);

// The name of a symbol for messages: section symbols go by their section's.
std::string_view display_name(const Object& object, uint32_t symbol);

// The piece that contains `offset`; null if it is outside the section.
Piece* find_piece(Section& section, uint64_t offset);

}  // namespace wasm2mpy::link

#endif  // WASM2MPY_LINK_OBJECT_H_
