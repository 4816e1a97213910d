// Who needs whom in the image: sections, which are single functions and
// objects, and the others that they refer to.
#include <algorithm>
#include <functional>
#include <unordered_map>

#include "link/context.h"

namespace wasm2mpy::link {
namespace {

using Indices = std::unordered_map<const Section*, uint32_t>;

// The section that a relocation refers to, also by way of a literal; null if
// it is none of the image's.
const Section* find_section(const Context& context, Object& object,
                            const Relocation& relocation) {
  int64_t rest = 0;
  SectionPlace place = find_target(context, object, relocation, rest);
  if (!place || !place.section->is_literals) return place.section;
  const Piece* piece = find_piece(*place.section, place.offset);
  if (piece == nullptr) return nullptr;
  const Relocation* inner = literal_relocation(context, *place.section, *piece);
  if (inner == nullptr) return nullptr;
  return find_target(context, *place.object, *inner, rest).section;
}

void name_sections(const Object& object, const Indices& indices,
                   std::vector<ImageSection>& sections) {
  for (const Symbol& symbol : object.symbols) {
    if (symbol.kind != Symbol::Kind::kDefined || symbol.name.empty()) continue;
    bool names_contents = symbol.type == elf::kSymbolFunction ||
                          symbol.type == elf::kSymbolObject;
    auto found = indices.find(&object.sections[symbol.section]);
    if (!names_contents || found == indices.end()) continue;
    std::string& name = sections[found->second].name;
    if (name.empty()) name = symbol.name;
  }
}

}  // namespace

void list_sections(Context& context) {
  std::vector<ImageSection>& sections = context.image.sections;
  Indices indices;
  for (Object& object : context.objects) {
    for (const Section& section : object.sections) {
      if (!section.live || !section.pieces.empty()) continue;
      indices.try_emplace(&section, uint32_t(sections.size()));
      sections.push_back({.size = section.size});
    }
  }
  for (Object& object : context.objects) {
    name_sections(object, indices, sections);
    for (const Section& section : object.sections) {
      auto from = indices.find(&section);
      if (from == indices.end()) continue;
      std::vector<uint32_t>& to = sections[from->second].references;
      for (const Relocation& relocation : section.relocations) {
        auto found = indices.find(find_section(context, object, relocation));
        if (found != indices.end()) to.push_back(found->second);
      }
      std::ranges::sort(to);
      to.erase(std::ranges::unique(to).begin(), to.end());
    }
  }
  auto entry = indices.find(&context.entry.section());
  context.image.entry_section = entry == indices.end() ? 0 : entry->second;
}

}  // namespace wasm2mpy::link
