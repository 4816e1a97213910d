#include "link/object.h"

#include <algorithm>
#include <format>

namespace wasm2mpy::link {

std::string place_name(const Object& object, const Section& section,
                       uint64_t offset) {
  return std::format("{}({}+{:#x})", object.name, section.name, offset);
}

std::string_view display_name(const Object& object, uint32_t symbol) {
  const Symbol& s = object.symbols[symbol];
  if (!s.name.empty()) return s.name;
  if (s.kind == Symbol::Kind::kDefined) return object.sections[s.section].name;
  return "<no name>";
}

Piece* find_piece(Section& section, uint64_t offset) {
  if (offset >= section.size) return nullptr;
  // Pieces are sorted and cover the section without gaps.
  std::vector<Piece>::iterator next = std::ranges::upper_bound(
      section.pieces, offset, std::less<>(), &Piece::offset);
  if (next == section.pieces.begin()) return nullptr;
  return &*std::prev(next);
}

}  // namespace wasm2mpy::link
