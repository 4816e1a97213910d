#include "link/archive.h"

#include <charconv>
#include <format>

#include "support/bytes.h"

namespace wasm2mpy::link {
namespace {

constexpr std::string_view kMagic = "!<arch>\n";
constexpr std::string_view kThinMagic = "!<thin>\n";
constexpr size_t kNameSize = 16;

std::string_view as_text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string_view trim(std::string_view text) {
  size_t end = text.find_last_not_of(' ');
  return end == std::string_view::npos ? "" : text.substr(0, end + 1);
}

std::optional<uint64_t> parse_decimal(std::string_view text) {
  uint64_t value = 0;
  std::from_chars_result result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  bool whole = result.ptr == text.data() + text.size();
  if (result.ec != std::errc() || !whole) return std::nullopt;
  return value;
}

// The only big-endian numbers that this program reads.
uint64_t read_big_endian(ByteCursor& cursor, size_t size,
                         std::string_view what) {
  uint64_t value = 0;
  for (uint8_t byte : cursor.read_bytes(size, what)) value = value << 8 | byte;
  return value;
}

}  // namespace

std::unexpected<Reported> Archive::fail(uint64_t offset, std::string message,
                                        Diagnostics& diagnostics) const {
  return diagnostics.fail(Diagnostic{.file = file_->name,
                                     .offset = offset,
                                     .context = "",
                                     .message = std::move(message)});
}

Result<Archive> Archive::read(const InputFile& file, Diagnostics& diagnostics) {
  Archive archive(file);
  std::string_view text = as_text(file.bytes);
  if (text.starts_with(kThinMagic)) {
    return archive.fail(0, "thin archives are not supported", diagnostics);
  }
  if (!text.starts_with(kMagic)) {
    return archive.fail(0, "not an archive (it does not start with '!<arch>')",
                        diagnostics);
  }

  // The index and the long names come before all other members.
  bool has_index = false;
  uint64_t offset = kMagic.size();
  while (offset < file.bytes.size()) {
    Result<Member> member = archive.read_member(offset, diagnostics);
    if (!member) return std::unexpected(member.error());
    if (member->name == "/" || member->name == "/SYM64/") {
      size_t number_size = member->name == "/" ? 4 : 8;
      Result<void> status =
          archive.read_index(*member, number_size, diagnostics);
      if (!status) return std::unexpected(status.error());
      has_index = true;
    } else if (member->name == "//") {
      archive.long_names_ = as_text(member->contents);
    } else {
      break;
    }
    offset = member->next;
  }
  // An archive without members has none either, and needs none.
  if (!has_index && offset < file.bytes.size()) {
    return archive.fail(offset, "archive has no symbol index (ranlib adds it)",
                        diagnostics);
  }
  return archive;
}

Result<Archive::Member> Archive::read_member(uint64_t offset,
                                             Diagnostics& diagnostics) const {
  if (offset > file_->bytes.size()) {
    return fail(offset, "archive member after the end of the file",
                diagnostics);
  }
  ByteCursor cursor(file_->bytes.subspan(offset), offset);
  std::string_view name = as_text(cursor.read_bytes(kNameSize, "member name"));
  cursor.read_bytes(12 + 6 + 6 + 8, "member date, owner and mode");
  std::string_view size_text = as_text(cursor.read_bytes(10, "member size"));
  std::string_view end = as_text(cursor.read_bytes(2, "end of header"));
  if (!cursor.ok()) {
    return fail(cursor.error().offset, cursor.error().message, diagnostics);
  }
  std::optional<uint64_t> size = parse_decimal(trim(size_text));
  if (end != "`\n" || !size) {
    return fail(offset, "malformed archive member header", diagnostics);
  }
  if (*size > cursor.remaining()) {
    return fail(offset,
                std::format("archive member of {} bytes ends after the "
                            "end of the file",
                            *size),
                diagnostics);
  }
  Member member;
  member.name = trim(name);
  member.contents = cursor.read_bytes(*size, "member");
  member.next = cursor.offset() + (cursor.offset() & 1);
  return member;
}

Result<void> Archive::read_index(const Member& index, size_t number_size,
                                 Diagnostics& diagnostics) {
  uint64_t start = uint64_t(index.contents.data() - file_->bytes.data());
  ByteCursor cursor(index.contents, start);
  uint64_t count = read_big_endian(cursor, number_size, "number of symbols");
  if (count > cursor.remaining() / number_size) {
    return fail(start,
                std::format("symbol index is too short for {} symbols", count),
                diagnostics);
  }
  std::vector<uint64_t> offsets;
  for (uint64_t i = 0; i < count; ++i) {
    offsets.push_back(read_big_endian(cursor, number_size, "member offset"));
  }
  uint64_t names_start = cursor.offset();
  std::string_view names =
      as_text(cursor.read_bytes(cursor.remaining(), "symbol names"));
  for (uint64_t offset : offsets) {
    size_t end = names.find('\0');
    if (end == std::string_view::npos) {
      return fail(names_start, "symbol index has fewer names than symbols",
                  diagnostics);
    }
    // The first definition counts, as in every other linker.
    index_.emplace(names.substr(0, end), offset);
    names.remove_prefix(end + 1);
  }
  return {};
}

std::optional<uint64_t> Archive::find(std::string_view symbol) const {
  std::unordered_map<std::string_view, uint64_t>::const_iterator found =
      index_.find(symbol);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

Result<InputFile> Archive::member(uint64_t offset,
                                  Diagnostics& diagnostics) const {
  Result<Member> member = read_member(offset, diagnostics);
  if (!member) return std::unexpected(member.error());

  std::string_view name = member->name;
  if (name.starts_with('/')) {
    std::optional<uint64_t> long_name = parse_decimal(name.substr(1));
    if (!long_name || *long_name >= long_names_.size()) {
      return fail(offset,
                  std::format("name {} of an archive member", quote(name)),
                  diagnostics);
    }
    name = long_names_.substr(*long_name);
    name = name.substr(0, name.find('\n'));
  }
  if (name.ends_with('/')) name.remove_suffix(1);
  return InputFile{std::format("{}({})", file_->name, name), member->contents};
}

}  // namespace wasm2mpy::link
