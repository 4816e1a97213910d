// ROMFS, MicroPython's read-only file system whose files are used where they
// are. Source: extmod/vfs_rom.c of MicroPython 1.25 and later.
//
// A number is unsigned, in base 128, most significant digit first; all bytes
// but the last have the top bit set. Digits of zero may lead. A record is the
// number of its kind, the number of bytes that follow, and these. An image is
// one record, kFilesystem, and has an even number of bytes. In it are, in any
// order:
//
//   kDirectory  number of bytes of its name, name, records
//   kFile       the same; the records are its contents
//   kVerbatim   contents of a file
//   kPointer    contents of a file: their size and their offset behind the
//               numbers of kFilesystem
//   kPadding    anything
//
// Unknown records are skipped. kUnused is an error.
#ifndef WASM2MPY_ROMFS_FORMAT_H_
#define WASM2MPY_ROMFS_FORMAT_H_

#include <cstdint>
#include <string_view>

namespace wasm2mpy::romfs {

enum class RecordKind : uint32_t {
  kUnused = 0,
  kPadding = 1,
  kVerbatim = 2,
  kPointer = 3,
  kDirectory = 4,
  kFile = 5,
  kFilesystem = 0x14a6b1,
};

// How every image begins: the number of kFilesystem.
inline constexpr std::string_view kMagic = "\xd2\xcd\x31";

}  // namespace wasm2mpy::romfs

#endif  // WASM2MPY_ROMFS_FORMAT_H_
