#include "wasm/section.h"

#include <iterator>

#include "support/bytes.h"

namespace wasm2mpy::wasm {
namespace {

constexpr size_t kHeaderSize = 8;
constexpr std::string_view kSuffix = " section";

constexpr SectionInfo kSections[] = {
    {"custom section", 0},      {"type section", 1},   {"import section", 2},
    {"function section", 3},    {"table section", 4},  {"memory section", 5},
    {"global section", 7},      {"export section", 8}, {"start section", 9},
    {"element section", 10},    {"code section", 12},  {"data section", 13},
    {"data count section", 11}, {"tag section", 6},
};

}  // namespace

const SectionInfo* find_section(uint8_t id) {
  return id < std::size(kSections) ? &kSections[id] : nullptr;
}

std::vector<Section> sections_of(const Module& module) {
  std::vector<Section> sections;
  ByteCursor cursor(module.bytes);
  cursor.read_bytes(kHeaderSize, "header");
  while (cursor.ok() && !cursor.at_end()) {
    Section section = {};
    uint8_t id = cursor.read_u8("section id");
    section.id = SectionId(id);
    section.size = cursor.read_leb_u32("section size");
    section.offset = cursor.offset();
    ByteCursor part = cursor.read_part(section.size, "section", "section end");
    if (!cursor.ok()) break;
    section.noun = find_section(id)->name;
    section.noun.remove_suffix(kSuffix.size());
    if (section.id == SectionId::kCustom) {
      uint32_t length = part.read_leb_u32("length of section name");
      std::span<const uint8_t> name = part.read_bytes(length, "section name");
      section.custom_name = {reinterpret_cast<const char*>(name.data()),
                             name.size()};
    }
    section.contents = part.read_bytes(part.remaining(), "contents");
    sections.push_back(section);
  }
  return sections;
}

}  // namespace wasm2mpy::wasm
