// Reading of ELF relocatable objects of both classes into link::Object.
//
// The file may come from anywhere, so nothing in it is believed: every read
// goes through a checked cursor, and every index and size is checked once
// here, so that the passes need not. Not read: section groups other than
// COMDAT, link order, symbol versions and visibility (all symbols of the one
// image see each other).
//
// Specification: link/elf.h.
#include "link/elf_reader.h"

#include <algorithm>
#include <bit>
#include <format>

#include "support/bytes.h"

namespace wasm2mpy::link {
namespace {

// What a section header says before it is interpreted.
struct RawSection {
  uint32_t name = 0;
  uint32_t type = 0;
  uint64_t flags = 0;
  uint64_t offset = 0;
  uint64_t size = 0;
  uint32_t link = 0;
  uint32_t info = 0;
  uint64_t alignment = 0;
  uint64_t entry_size = 0;
};

class ElfReader {
 public:
  ElfReader(const InputFile& file, const Target& target, const Machine& machine,
            Diagnostics& diagnostics)
      : file_(file),
        target_(target),
        machine_(machine),
        diagnostics_(diagnostics),
        is_64_(target.word_size == 8) {}

  Result<Object> read();

 private:
  using Status = std::expected<void, Reported>;

  std::unexpected<Reported> fail(uint64_t offset, std::string message);
  // The cursor's failure, if it has one, as an error.
  Status check(const ByteCursor& cursor);

  Result<ByteCursor> part(uint64_t offset, uint64_t size,
                          std::string_view what);
  uint64_t read_word(ByteCursor& cursor, std::string_view what) {
    return is_64_ ? cursor.read_u64(what) : cursor.read_u32(what);
  }

  Status read_header();
  Status read_section_table(uint64_t offset, uint64_t count,
                            uint64_t names_index);
  RawSection read_section_header(ByteCursor& cursor);
  Status make_section(const RawSection& raw);
  Status read_symbols();
  Status read_symbol(ByteCursor& cursor, size_t index, const RawSection& names,
                     ByteCursor& extended_indexes);
  Status read_groups();
  Status read_relocations();
  Status read_relocation_section(const RawSection& raw);

  Result<std::string_view> read_name(const RawSection& table, uint64_t offset,
                                     std::string_view what);
  Result<std::span<const uint8_t>> contents(const RawSection& raw,
                                            std::string_view what);

  const InputFile& file_;
  const Target& target_;
  const Machine& machine_;
  Diagnostics& diagnostics_;
  const bool is_64_;

  std::vector<RawSection> raw_;
  const RawSection* symbol_table_ = nullptr;
  Object object_;
};

std::unexpected<Reported> ElfReader::fail(uint64_t offset,
                                          std::string message) {
  return diagnostics_.fail(Diagnostic{.file = file_.name,
                                      .offset = offset,
                                      .context = "",
                                      .message = std::move(message)});
}

ElfReader::Status ElfReader::check(const ByteCursor& cursor) {
  if (cursor.ok()) return {};
  return fail(cursor.error().offset, cursor.error().message);
}

// A cursor over a part of the file; `what` names the part.
Result<ByteCursor> ElfReader::part(uint64_t offset, uint64_t size,
                                   std::string_view what) {
  if (offset > file_.bytes.size() || size > file_.bytes.size() - offset) {
    return fail(offset, std::format("{} of {} bytes ends after the end of the "
                                    "file (size {:#x})",
                                    what, size, file_.bytes.size()));
  }
  return ByteCursor(file_.bytes.subspan(offset, size), offset);
}

Result<std::span<const uint8_t>> ElfReader::contents(const RawSection& raw,
                                                     std::string_view what) {
  Result<ByteCursor> cursor = part(raw.offset, raw.size, what);
  if (!cursor) return std::unexpected(cursor.error());
  return file_.bytes.subspan(raw.offset, raw.size);
}

Result<std::string_view> ElfReader::read_name(const RawSection& table,
                                              uint64_t offset,
                                              std::string_view what) {
  Result<std::span<const uint8_t>> strings = contents(table, "string table");
  if (!strings) return std::unexpected(strings.error());
  if (offset >= strings->size()) {
    return fail(table.offset,
                std::format("{} at {:#x} is outside the string table of {} "
                            "bytes",
                            what, offset, strings->size()));
  }
  std::span<const uint8_t> rest = strings->subspan(offset);
  const uint8_t* end = std::find(rest.data(), rest.data() + rest.size(), 0);
  if (end == rest.data() + rest.size()) {
    return fail(table.offset + offset,
                std::format("{} has no terminating zero", what));
  }
  return std::string_view(reinterpret_cast<const char*>(rest.data()),
                          size_t(end - rest.data()));
}

Result<Object> ElfReader::read() {
  object_.name = file_.name;
  Status status = read_header();
  if (status) status = read_symbols();
  if (status) status = read_groups();
  if (status) status = read_relocations();
  if (!status) return std::unexpected(status.error());
  return std::move(object_);
}

ElfReader::Status ElfReader::read_header() {
  ByteCursor cursor(file_.bytes);
  std::span<const uint8_t> magic = cursor.read_bytes(4, "ELF magic");
  if (!std::ranges::equal(magic, elf::kMagic)) {
    return fail(0, "not an ELF object (it does not start with 7f 'E' 'L' 'F')");
  }
  uint8_t expected_class = is_64_ ? elf::kClass64 : elf::kClass32;
  uint8_t file_class = cursor.read_u8("ELF class");
  uint8_t byte_order = cursor.read_u8("byte order");
  cursor.read_bytes(10, "rest of e_ident");
  uint16_t type = cursor.read_u16("object type");
  uint16_t machine = cursor.read_u16("machine");
  cursor.read_u32("version");
  read_word(cursor, "entry address");
  read_word(cursor, "program header offset");
  uint64_t section_offset = read_word(cursor, "section header offset");
  cursor.read_u32("flags");
  cursor.read_bytes(6, "header sizes");
  uint16_t header_size = cursor.read_u16("section header size");
  uint16_t section_count = cursor.read_u16("number of sections");
  uint16_t names_index = cursor.read_u16("index of the section names");
  if (Status status = check(cursor); !status) return status;

  if (file_class != expected_class || byte_order != elf::kLittleEndian) {
    return fail(4, std::format("wrong kind of ELF file for {} (got class {}, "
                               "byte order {}, expected class {}, byte order "
                               "{})",
                               target_.name, file_class, byte_order,
                               expected_class, elf::kLittleEndian));
  }
  if (type != elf::kTypeRelocatable) {
    return fail(16, std::format("not a relocatable object (got type {}, "
                                "expected {})",
                                type, elf::kTypeRelocatable));
  }
  if (machine != uint16_t(target_.elf_machine)) {
    return fail(
        18, std::format("object for another machine (got {}, expected "
                        "{} for {})",
                        machine, uint16_t(target_.elf_machine), target_.name));
  }
  size_t expected_size =
      is_64_ ? elf::kSectionHeaderSize64 : elf::kSectionHeaderSize32;
  if (header_size != expected_size) {
    return fail(is_64_ ? 58 : 46,
                std::format("section header size (got {}, expected {})",
                            header_size, expected_size));
  }
  return read_section_table(section_offset, section_count, names_index);
}

RawSection ElfReader::read_section_header(ByteCursor& cursor) {
  RawSection raw;
  raw.name = cursor.read_u32("section name");
  raw.type = cursor.read_u32("section type");
  raw.flags = read_word(cursor, "section flags");
  read_word(cursor, "section address");
  raw.offset = read_word(cursor, "section offset");
  raw.size = read_word(cursor, "section size");
  raw.link = cursor.read_u32("section link");
  raw.info = cursor.read_u32("section info");
  raw.alignment = read_word(cursor, "section alignment");
  raw.entry_size = read_word(cursor, "section entry size");
  return raw;
}

// Counts that do not fit in the ELF header are in the first section header:
// the number of sections in sh_size, the names' index in sh_link.
ElfReader::Status ElfReader::read_section_table(uint64_t offset, uint64_t count,
                                                uint64_t names_index) {
  size_t header_size =
      is_64_ ? elf::kSectionHeaderSize64 : elf::kSectionHeaderSize32;
  Result<ByteCursor> first = part(offset, header_size, "first section header");
  if (!first) return std::unexpected(first.error());
  RawSection null_section = read_section_header(*first);
  if (count == 0) count = null_section.size;
  if (names_index == elf::kIndexExtended) names_index = null_section.link;

  if (count > file_.bytes.size() / header_size) {
    return fail(offset,
                std::format("too many sections for the file (got {})", count));
  }
  Result<ByteCursor> cursor =
      part(offset, count * header_size, "section header table");
  if (!cursor) return std::unexpected(cursor.error());
  for (uint64_t i = 0; i < count; ++i) {
    raw_.push_back(read_section_header(*cursor));
  }
  if (names_index >= raw_.size()) {
    return fail(offset, std::format("index of the section names (got {}, the "
                                    "file has {} sections)",
                                    names_index, raw_.size()));
  }

  for (const RawSection& raw : raw_) {
    if (Status status = make_section(raw); !status) return status;
    Result<std::string_view> name =
        read_name(raw_[names_index], raw.name, "section name");
    if (!name) return std::unexpected(name.error());
    object_.sections.back().name = *name;
    if (raw.type == elf::kSectionSymtab) symbol_table_ = &raw;
  }
  return {};
}

ElfReader::Status ElfReader::make_section(const RawSection& raw) {
  Section section;
  section.type = raw.type;
  section.flags = raw.flags;
  section.alignment = std::max<uint64_t>(raw.alignment, 1);
  section.entry_size = raw.entry_size;
  section.size = raw.size;
  if (raw.type != elf::kSectionNull &&
      !std::has_single_bit(section.alignment)) {
    return fail(raw.offset, std::format("section alignment {} is not a power "
                                        "of two",
                                        section.alignment));
  }
  if (raw.type != elf::kSectionNobits && raw.type != elf::kSectionNull) {
    Result<std::span<const uint8_t>> bytes = contents(raw, "section");
    if (!bytes) return std::unexpected(bytes.error());
    section.bytes = *bytes;
  }
  object_.sections.push_back(section);
  return {};
}

ElfReader::Status ElfReader::read_symbols() {
  if (symbol_table_ == nullptr) return {};
  if (symbol_table_->link >= raw_.size()) {
    return fail(symbol_table_->offset, "symbol table without a string table");
  }
  const RawSection& names = raw_[symbol_table_->link];

  ByteCursor extended_indexes;
  for (const RawSection& raw : raw_) {
    if (raw.type != elf::kSectionSymtabShndx) continue;
    Result<ByteCursor> cursor = part(raw.offset, raw.size, "section indexes");
    if (!cursor) return std::unexpected(cursor.error());
    extended_indexes = *cursor;
  }

  Result<ByteCursor> cursor =
      part(symbol_table_->offset, symbol_table_->size, "symbol table");
  if (!cursor) return std::unexpected(cursor.error());
  size_t entry_size = is_64_ ? elf::kSymbolSize64 : elf::kSymbolSize32;
  size_t count = symbol_table_->size / entry_size;
  object_.symbols.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    Status status = read_symbol(*cursor, i, names, extended_indexes);
    if (!status) return status;
  }
  return {};
}

ElfReader::Status ElfReader::read_symbol(ByteCursor& cursor, size_t index,
                                         const RawSection& names,
                                         ByteCursor& extended_indexes) {
  uint64_t start = cursor.offset();
  Symbol symbol;
  uint8_t info = 0;
  uint32_t section = 0;
  uint32_t name = cursor.read_u32("symbol name");
  if (is_64_) {
    info = cursor.read_u8("symbol info");
    cursor.read_u8("symbol visibility");
    section = cursor.read_u16("symbol section");
    symbol.value = cursor.read_u64("symbol value");
    symbol.size = cursor.read_u64("symbol size");
  } else {
    symbol.value = cursor.read_u32("symbol value");
    symbol.size = cursor.read_u32("symbol size");
    info = cursor.read_u8("symbol info");
    cursor.read_u8("symbol visibility");
    section = cursor.read_u16("symbol section");
  }
  if (Status status = check(cursor); !status) return status;
  symbol.binding = info >> 4;
  symbol.type = info & 0xf;
  if (section != elf::kIndexAbsolute) {
    symbol.is_thumb = machine_.take_thumb_bit(symbol.type, symbol.value);
  }

  // The table of extended indexes has an entry for every symbol.
  uint32_t extended =
      extended_indexes.at_end() ? 0 : extended_indexes.read_u32("index");
  bool is_extended = section == elf::kIndexExtended;
  if (is_extended) section = extended;
  if (section == elf::kIndexUndefined) {
    symbol.kind = Symbol::Kind::kUndefined;
  } else if (!is_extended && section == elf::kIndexAbsolute) {
    symbol.kind = Symbol::Kind::kAbsolute;
  } else if (!is_extended && section == elf::kIndexCommon) {
    symbol.kind = Symbol::Kind::kCommon;
  } else if (section < object_.sections.size()) {
    symbol.kind = Symbol::Kind::kDefined;
    symbol.section = section;
  } else {
    return fail(start, std::format("section index of symbol {} (got {}, the "
                                   "file has {} sections)",
                                   index, section, object_.sections.size()));
  }
  if (name != 0) {
    Result<std::string_view> text = read_name(names, name, "symbol name");
    if (!text) return std::unexpected(text.error());
    symbol.name = *text;
  }
  object_.symbols.push_back(symbol);
  return {};
}

// Contents of a group section: a word of flags, then its sections' indexes.
// sh_info is the symbol whose name is the group's signature.
ElfReader::Status ElfReader::read_groups() {
  for (const RawSection& raw : raw_) {
    if (raw.type != elf::kSectionGroup) continue;
    Result<ByteCursor> cursor = part(raw.offset, raw.size, "section group");
    if (!cursor) return std::unexpected(cursor.error());
    uint32_t flags = cursor->read_u32("group flags");
    if (Status status = check(*cursor); !status) return status;
    if ((flags & elf::kGroupComdat) == 0) continue;
    if (raw.info >= object_.symbols.size()) {
      return fail(raw.offset, std::format("signature of a section group (got "
                                          "symbol {}, the file has {})",
                                          raw.info, object_.symbols.size()));
    }
    Object::Group group;
    group.signature = display_name(object_, raw.info);
    while (!cursor->at_end()) {
      uint32_t member = cursor->read_u32("group member");
      if (Status status = check(*cursor); !status) return status;
      if (member >= object_.sections.size()) {
        return fail(raw.offset, std::format("member of a section group (got "
                                            "{}, the file has {} sections)",
                                            member, object_.sections.size()));
      }
      group.sections.push_back(member);
    }
    object_.groups.push_back(std::move(group));
  }
  return {};
}

ElfReader::Status ElfReader::read_relocations() {
  for (const RawSection& raw : raw_) {
    if (raw.type != elf::kSectionRela && raw.type != elf::kSectionRel) continue;
    if (raw.info >= object_.sections.size()) {
      return fail(raw.offset, std::format("section that relocations apply to "
                                          "(got {}, the file has {} sections)",
                                          raw.info, object_.sections.size()));
    }
    // Those of debug information would be most of the work, for nothing.
    if ((raw_[raw.info].flags & elf::kFlagAlloc) == 0) continue;
    if (Status status = read_relocation_section(raw); !status) return status;
  }
  return {};
}

ElfReader::Status ElfReader::read_relocation_section(const RawSection& raw) {
  bool has_addend = raw.type == elf::kSectionRela;
  size_t entry_size = (is_64_ ? 8 : 4) * (has_addend ? 3 : 2);
  Section& section = object_.sections[raw.info];
  Result<ByteCursor> cursor = part(raw.offset, raw.size, "relocations");
  if (!cursor) return std::unexpected(cursor.error());
  section.relocations.reserve(raw.size / entry_size);

  while (!cursor->at_end()) {
    uint64_t start = cursor->offset();
    Relocation relocation;
    relocation.offset = read_word(*cursor, "relocation offset");
    uint64_t info = read_word(*cursor, "relocation info");
    if (is_64_) {
      relocation.type = uint32_t(info);
      relocation.symbol = uint32_t(info >> 32);
    } else {
      relocation.type = info & 0xff;
      relocation.symbol = uint32_t(info >> 8);
    }
    if (has_addend) {
      uint64_t addend = read_word(*cursor, "relocation addend");
      relocation.addend = is_64_ ? int64_t(addend) : int32_t(addend);
    } else {
      relocation.addend = machine_.read_addend(relocation.type, section.bytes,
                                               relocation.offset);
    }
    if (Status status = check(*cursor); !status) return status;
    if (relocation.symbol >= object_.symbols.size()) {
      return fail(start,
                  std::format("symbol of a relocation (got {}, the file "
                              "has {})",
                              relocation.symbol, object_.symbols.size()));
    }
    section.relocations.push_back(relocation);
  }
  // Nearly always they are; the order of those at one place has a meaning.
  if (!std::ranges::is_sorted(section.relocations, std::less<>(),
                              &Relocation::offset)) {
    std::ranges::stable_sort(section.relocations, std::less<>(),
                             &Relocation::offset);
  }
  return {};
}

}  // namespace

Result<Object> read_elf(const InputFile& file, const Target& target,
                        const Machine& machine, Diagnostics& diagnostics) {
  return ElfReader(file, target, machine, diagnostics).read();
}

}  // namespace wasm2mpy::link
