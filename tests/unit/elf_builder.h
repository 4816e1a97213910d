// Builds small ELF relocatable objects and archives in memory, for the
// linker's tests. What is not asked for is left as a well-formed default; a
// test of malformed input changes the bytes afterwards.
#ifndef WASM2MPY_TESTS_UNIT_ELF_BUILDER_H_
#define WASM2MPY_TESTS_UNIT_ELF_BUILDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "link/elf.h"
#include "target/target.h"

namespace wasm2mpy::link::test {

using Bytes = std::vector<uint8_t>;

inline constexpr uint64_t kCode = elf::kFlagAlloc | elf::kFlagExec;
inline constexpr uint64_t kReadOnly = elf::kFlagAlloc;
inline constexpr uint64_t kWritable = elf::kFlagAlloc | elf::kFlagWrite;
inline constexpr uint64_t kConstants = elf::kFlagAlloc | elf::kFlagMerge;
inline constexpr uint64_t kStrings = kConstants | elf::kFlagStrings;

class ElfBuilder {
 public:
  explicit ElfBuilder(const Target& target, bool with_addends = true)
      : is_64_(target.word_size == 8),
        with_addends_(with_addends),
        machine_(uint16_t(target.elf_machine)) {
    symbols_.push_back({});
  }

  struct SectionOptions {
    uint32_t type = elf::kSectionProgbits;
    uint64_t alignment = 1;
    uint64_t entry_size = 0;
    uint64_t nobits_size = 0;
  };

  uint16_t section(std::string name, uint64_t flags, Bytes bytes) {
    return section(std::move(name), flags, std::move(bytes), SectionOptions());
  }
  // All sections must be added before the first symbol_index is used by a
  // group; indexes are those of the file.
  uint16_t section(std::string name, uint64_t flags, Bytes bytes,
                   SectionOptions options) {
    sections_.push_back(
        {std::move(name), flags, std::move(bytes), options, {}});
    return uint16_t(sections_.size());
  }

  struct SymbolOptions {
    uint8_t binding = elf::kBindGlobal;
    uint8_t type = elf::kSymbolFunction;
    uint64_t value = 0;
    uint64_t size = 0;
  };

  uint32_t symbol(std::string name, uint16_t section) {
    return symbol(std::move(name), section, SymbolOptions());
  }
  uint32_t symbol(std::string name, uint16_t section, SymbolOptions options) {
    symbols_.push_back({std::move(name), section, options});
    return uint32_t(symbols_.size() - 1);
  }
  uint32_t undefined(std::string name) {
    return symbol(std::move(name), elf::kIndexUndefined,
                  {.type = elf::kSymbolNoType});
  }
  uint32_t section_symbol(uint16_t section) {
    return symbol("", section,
                  {.binding = elf::kBindLocal, .type = elf::kSymbolSection});
  }

  void relocate(uint16_t section, uint64_t offset, uint32_t type,
                uint32_t symbol, int64_t addend = 0) {
    sections_[section - 1].relocations.push_back(
        {offset, type, symbol, addend});
  }

  void comdat(uint32_t signature, std::vector<uint32_t> members) {
    Bytes bytes;
    put(bytes, elf::kGroupComdat, 4);
    for (uint32_t member : members) put(bytes, member, 4);
    section(".group", 0, bytes, {.type = elf::kSectionGroup});
    group_signatures_.emplace_back(sections_.size() - 1, signature);
  }

  Bytes build() const;

 private:
  struct RelocationRecord {
    uint64_t offset;
    uint32_t type;
    uint32_t symbol;
    int64_t addend;
  };
  struct SectionRecord {
    std::string name;
    uint64_t flags = 0;
    Bytes bytes;
    SectionOptions options;
    std::vector<RelocationRecord> relocations;
  };
  struct SymbolRecord {
    std::string name;
    uint16_t section = 0;
    SymbolOptions options{0, 0, 0, 0};
  };
  struct Header {
    uint32_t name = 0, type = 0;
    uint64_t flags = 0, offset = 0, size = 0;
    uint32_t link = 0, info = 0;
    uint64_t alignment = 0, entry_size = 0;
  };

  static void put(Bytes& out, uint64_t value, size_t size) {
    for (size_t i = 0; i < size; ++i) {
      out.push_back(uint8_t(value >> (8 * i)));
    }
  }
  static uint32_t add_string(Bytes& table, std::string_view text) {
    uint32_t offset = uint32_t(table.size());
    table.insert(table.end(), text.begin(), text.end());
    table.push_back(0);
    return offset;
  }
  size_t word() const { return is_64_ ? 8 : 4; }

  Bytes relocation_bytes(const SectionRecord& section) const;
  Bytes symbol_bytes(Bytes& strings) const;

  bool is_64_;
  bool with_addends_;
  uint16_t machine_;
  std::vector<SectionRecord> sections_;
  std::vector<SymbolRecord> symbols_;
  std::vector<std::pair<size_t, uint32_t>> group_signatures_;
};

inline Bytes ElfBuilder::relocation_bytes(const SectionRecord& section) const {
  Bytes out;
  for (const RelocationRecord& r : section.relocations) {
    put(out, r.offset, word());
    put(out,
        is_64_ ? uint64_t{r.symbol} << 32 | r.type : r.symbol << 8 | r.type,
        word());
    if (with_addends_) put(out, uint64_t(r.addend), word());
  }
  return out;
}

inline Bytes ElfBuilder::symbol_bytes(Bytes& strings) const {
  Bytes out;
  for (const SymbolRecord& s : symbols_) {
    uint32_t name = s.name.empty() ? 0 : add_string(strings, s.name);
    uint8_t info = uint8_t(s.options.binding << 4 | s.options.type);
    put(out, name, 4);
    if (is_64_) {
      put(out, info, 1);
      put(out, 0, 1);
      put(out, s.section, 2);
      put(out, s.options.value, 8);
      put(out, s.options.size, 8);
    } else {
      put(out, s.options.value, 4);
      put(out, s.options.size, 4);
      put(out, info, 1);
      put(out, 0, 1);
      put(out, s.section, 2);
    }
  }
  return out;
}

inline Bytes ElfBuilder::build() const {
  size_t header_size = is_64_ ? 64 : 52;
  Bytes contents;
  std::vector<Header> headers(1);
  Bytes names = {0};
  auto add = [&](Header header, std::string_view name, const Bytes& bytes) {
    header.name = add_string(names, name);
    header.offset = header_size + contents.size();
    if (header.type != elf::kSectionNobits) header.size = bytes.size();
    contents.insert(contents.end(), bytes.begin(), bytes.end());
    headers.push_back(header);
  };

  uint32_t symtab = uint32_t(sections_.size()) + 1;
  for (const SectionRecord& section : sections_) {
    if (!section.relocations.empty()) ++symtab;
  }
  for (size_t i = 0; i < sections_.size(); ++i) {
    const SectionRecord& section = sections_[i];
    Header header;
    header.type = section.options.type;
    header.flags = section.flags;
    header.alignment = section.options.alignment;
    header.entry_size = section.options.entry_size;
    header.size = section.options.nobits_size;
    for (const auto& [index, signature] : group_signatures_) {
      if (index == i) header.info = signature;
    }
    if (header.type == elf::kSectionGroup) header.link = symtab;
    add(header, section.name, section.bytes);
  }
  for (size_t i = 0; i < sections_.size(); ++i) {
    if (sections_[i].relocations.empty()) continue;
    Header header;
    header.type = with_addends_ ? elf::kSectionRela : elf::kSectionRel;
    header.link = symtab;
    header.info = uint32_t(i + 1);
    header.alignment = word();
    add(header, (with_addends_ ? ".rela" : ".rel") + sections_[i].name,
        relocation_bytes(sections_[i]));
  }
  Bytes strings = {0};
  Bytes symbols = symbol_bytes(strings);
  add({.type = elf::kSectionSymtab, .link = symtab + 1, .alignment = word()},
      ".symtab", symbols);
  add({.type = elf::kSectionStrtab, .alignment = 1}, ".strtab", strings);
  size_t shstrndx = headers.size();
  add_string(names, ".shstrtab");
  Bytes final_names = names;
  add({.type = elf::kSectionStrtab, .alignment = 1}, ".shstrtab", final_names);
  // The name of this section is its own last string; the table is complete.
  headers.back().name = uint32_t(final_names.size() - 10);

  Bytes out = {0x7f, 'E', 'L', 'F', uint8_t(is_64_ ? 2 : 1), 1, 1};
  out.resize(16);
  put(out, elf::kTypeRelocatable, 2);
  put(out, machine_, 2);
  put(out, 1, 4);
  put(out, 0, word());
  put(out, 0, word());
  put(out, header_size + contents.size(), word());
  put(out, 0, 4);
  put(out, header_size, 2);
  put(out, 0, 2);
  put(out, 0, 2);
  put(out, is_64_ ? 64 : 40, 2);
  put(out, headers.size(), 2);
  put(out, shstrndx, 2);
  out.insert(out.end(), contents.begin(), contents.end());
  for (const Header& h : headers) {
    put(out, h.name, 4);
    put(out, h.type, 4);
    put(out, h.flags, word());
    put(out, 0, word());
    put(out, h.offset, word());
    put(out, h.size, word());
    put(out, h.link, 4);
    put(out, h.info, 4);
    put(out, h.alignment, word());
    put(out, h.entry_size, word());
  }
  return out;
}

// An archive with a GNU symbol index.
class ArchiveBuilder {
 public:
  void member(std::string name, std::vector<std::string> defines,
              Bytes contents) {
    members_.push_back(
        {std::move(name), std::move(defines), std::move(contents)});
  }
  Bytes build() const;

 private:
  struct Member {
    std::string name;
    std::vector<std::string> defines;
    Bytes contents;
  };
  static void add_header(Bytes& out, std::string name, size_t size) {
    std::string header = name;
    header.resize(48, ' ');
    header += std::to_string(size);
    header.resize(58, ' ');
    header += "`\n";
    out.insert(out.end(), header.begin(), header.end());
  }
  std::vector<Member> members_;
};

inline Bytes ArchiveBuilder::build() const {
  std::string long_names;
  std::vector<std::string> header_names;
  Bytes names;
  size_t symbols = 0;
  for (const Member& member : members_) {
    if (member.name.size() > 15) {
      header_names.push_back("/" + std::to_string(long_names.size()));
      long_names += member.name + "/\n";
    } else {
      header_names.push_back(member.name + "/");
    }
    for (const std::string& symbol : member.defines) {
      names.insert(names.end(), symbol.begin(), symbol.end());
      names.push_back(0);
      ++symbols;
    }
  }
  if (long_names.size() % 2 != 0) long_names += '\n';
  size_t index_size = 4 + 4 * symbols + names.size();
  size_t offset = 8 + 60 + index_size + index_size % 2;
  if (!long_names.empty()) offset += 60 + long_names.size();

  Bytes index;
  auto put_big_endian = [&](size_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      index.push_back(uint8_t(value >> shift));
    }
  };
  put_big_endian(symbols);
  for (const Member& member : members_) {
    for (size_t i = 0; i < member.defines.size(); ++i) put_big_endian(offset);
    offset += 60 + member.contents.size() + member.contents.size() % 2;
  }
  index.insert(index.end(), names.begin(), names.end());

  std::string_view magic = "!<arch>\n";
  Bytes out(magic.begin(), magic.end());
  auto pad = [&] {
    if (out.size() % 2 != 0) out.push_back('\n');
  };
  add_header(out, "/", index.size());
  out.insert(out.end(), index.begin(), index.end());
  pad();
  if (!long_names.empty()) {
    add_header(out, "//", long_names.size());
    out.insert(out.end(), long_names.begin(), long_names.end());
  }
  for (size_t i = 0; i < members_.size(); ++i) {
    add_header(out, header_names[i], members_[i].contents.size());
    out.insert(out.end(), members_[i].contents.begin(),
               members_[i].contents.end());
    pad();
  }
  return out;
}

}  // namespace wasm2mpy::link::test

#endif  // WASM2MPY_TESTS_UNIT_ELF_BUILDER_H_
