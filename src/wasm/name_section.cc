#include "wasm/name_section.h"

#include <string>
#include <utility>

#include "support/bytes.h"
#include "support/utf8.h"
#include "wasm/limits.h"

namespace wasm2mpy::wasm {
namespace {

enum Subsection : uint8_t {
  kModule = 0,
  kFunctions = 1,
  kLocals = 2,
  kGlobals = 7,
  kFields = 10
};

std::string read_text(ByteCursor& cursor) {
  uint32_t length = cursor.read_leb_u32("name length");
  std::span<const uint8_t> bytes = cursor.read_bytes(length, "name");
  std::string text(bytes.begin(), bytes.end());
  if (!is_valid_utf8(text)) cursor.fail("malformed UTF-8 encoding");
  return text;
}

// A map with strictly increasing indices.
void read_name_map(ByteCursor& cursor, size_t size,
                   std::vector<std::string>& names) {
  names.assign(size, "");
  uint32_t count = cursor.read_leb_u32("name count");
  uint64_t next = 0;
  for (uint32_t i = 0; i < count && cursor.ok(); ++i) {
    uint32_t index = cursor.read_leb_u32("index");
    if (index < next || index >= size) cursor.fail("bad index");
    std::string name = read_text(cursor);
    if (cursor.ok()) names[index] = std::move(name);
    next = uint64_t{index} + 1;
  }
}

// Of parameters and locals by their function, or of fields by their type: those
// below an index that `end_of` tells. Nothing depends on them, so if they are
// broken there are none.
template <class EndOf>
void read_inner_names(ByteCursor& cursor, size_t outer_count,
                      const EndOf& end_of,
                      std::map<uint32_t, std::vector<std::string>>& names) {
  uint32_t count = cursor.read_leb_u32("count");
  for (uint32_t i = 0; i < count && cursor.ok(); ++i) {
    uint32_t outer = cursor.read_leb_u32("index");
    if (outer >= outer_count) cursor.fail("bad index");
    if (!cursor.ok()) break;
    std::vector<std::string> inner;
    uint32_t inner_count = cursor.read_leb_u32("name count");
    for (uint32_t j = 0; j < inner_count && cursor.ok(); ++j) {
      uint32_t index = cursor.read_leb_u32("index");
      std::string name = read_text(cursor);
      if (!cursor.ok() || index >= end_of(outer)) continue;
      if (index >= inner.size()) inner.resize(index + 1);
      inner[index] = std::move(name);
    }
    names[outer] = std::move(inner);
  }
  if (!cursor.ok() || !cursor.at_end()) names.clear();
}

}  // namespace

NameSection read_name_section(std::span<const uint8_t> payload,
                              const Module& module) {
  size_t function_count = module.functions.size();
  NameSection names;
  ByteCursor cursor(payload);
  while (cursor.ok() && !cursor.at_end()) {
    uint8_t id = cursor.read_u8("subsection");
    uint32_t size = cursor.read_leb_u32("subsection size");
    ByteCursor part = cursor.read_part(size, "subsection", "unexpected end");
    if (!cursor.ok()) break;
    switch (id) {
      case kModule:
        names.module = read_text(part);
        break;
      case kFunctions:
        read_name_map(part, function_count, names.functions);
        break;
      case kGlobals:
        read_name_map(part, module.globals.size(), names.globals);
        break;
      case kLocals:
        // The parameters are of use.
        read_inner_names(
            part, function_count, [](uint32_t) { return kMaxParams; },
            names.locals);
        continue;
      case kFields:
        read_inner_names(
            part, module.types.size(),
            [&](uint32_t type) { return module.types[type].fields.size(); },
            names.fields);
        continue;
      default:
        continue;
    }
    if (!part.ok() || !part.at_end()) return {};
  }
  if (!cursor.ok()) return {};
  return names;
}

}  // namespace wasm2mpy::wasm
