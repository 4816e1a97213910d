#include "link/object.h"

#include <algorithm>
#include <format>

namespace wasm2mpy::link {

uint64_t Section::cut_offset(uint64_t input_offset) const {
  if (cuts.empty()) return input_offset;
  std::vector<Cut>::const_iterator next =
      std::ranges::upper_bound(cuts, input_offset, std::less<>(), &Cut::offset);
  if (next == cuts.begin()) return input_offset;
  const Cut& cut = *std::prev(next);
  uint64_t in_cut = std::min(input_offset - cut.offset, cut.size);
  return input_offset - cut.size_before - in_cut;
}

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
