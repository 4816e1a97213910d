// Reading of static libraries ("ar" archives with a GNU symbol index).
//
// Format (https://en.wikipedia.org/wiki/Ar_(Unix), System V / GNU variant):
//   "!<arch>\n", then members, each at an even offset:
//     header of 60 bytes of text, padded with blanks: name (16), date (12),
//     owner (6), group (6), mode (8), size in decimal (10), "`\n"
//     contents
//   Member "/" comes first: the symbol index. Big-endian: number of symbols
//   (4), the header offset of each symbol's member (4 each), then the symbols'
//   names, each ended by a zero byte. "/SYM64/" has 8 bytes for each number.
//   Member "//" has the names longer than 15 characters, each ended by "/\n";
//   a member whose name is "/N" has the one at offset N.
#ifndef WASM2MPY_LINK_ARCHIVE_H_
#define WASM2MPY_LINK_ARCHIVE_H_

#include <optional>
#include <unordered_map>

#include "link/linker.h"

namespace wasm2mpy::link {

class Archive {
 public:
  // `file` must stay valid as long as the archive and its members.
  static Result<Archive> read(const InputFile& file, Diagnostics& diagnostics);

  // The offset of the member that defines a symbol.
  std::optional<uint64_t> find(std::string_view symbol) const;

  // The member whose header is at `offset`, named "libx.a(member.o)".
  Result<InputFile> member(uint64_t offset, Diagnostics& diagnostics) const;

 private:
  struct Member {
    std::string_view name;  // as in the header, without the blanks
    std::span<const uint8_t> contents;
    uint64_t next = 0;  // offset of the next header
  };

  explicit Archive(const InputFile& file) : file_(&file) {}
  std::unexpected<Reported> fail(uint64_t offset, std::string message,
                                 Diagnostics& diagnostics) const;
  Result<Member> read_member(uint64_t offset, Diagnostics& diagnostics) const;
  Result<void> read_index(const Member& index, size_t number_size,
                          Diagnostics& diagnostics);

  const InputFile* file_;
  std::string_view long_names_;
  std::unordered_map<std::string_view, uint64_t> index_;
};

}  // namespace wasm2mpy::link

#endif  // WASM2MPY_LINK_ARCHIVE_H_
