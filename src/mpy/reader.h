// Reading of .mpy files, for `wasm2mpy inspect` and for tests. Safe on input of
// any kind: what MicroPython's loader believes is checked here.
#ifndef WASM2MPY_MPY_READER_H_
#define WASM2MPY_MPY_READER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mpy/format.h"
#include "support/diagnostics.h"
#include "target/target.h"

namespace wasm2mpy::mpy {

struct Qstr {
  std::string text;
  bool is_static = false;
};

struct MpyObject {
  ObjectType type = ObjectType::kNone;
  std::span<const uint8_t> bytes;  // of strings and numbers
  std::vector<MpyObject> items;    // of tuples
};

// `count` consecutive words, from byte `offset` on, that the loader adds the
// address of `kind` to. Kinds are the single ones of RelocationKind.
struct MpyRelocation {
  bool in_rodata = false;
  uint64_t offset = 0;
  uint64_t count = 1;
  unsigned kind = kRelocateText;
};

struct RawCode {
  CodeKind kind = CodeKind::kBytecode;
  uint64_t text_offset = 0;  // of the code in the file
  std::span<const uint8_t> text;
  uint64_t prelude_offset = 0;  // kNativePy
  uint32_t scope_flags = 0;     // kNativeViper, kNativeAsm
  std::span<const uint8_t> rodata;
  uint64_t bss_size = 0;
  std::vector<MpyRelocation> relocations;
  std::vector<RawCode> children;
};

// Contents point into the file's bytes, which must stay valid.
struct MpyFile {
  uint8_t version = 0;
  uint8_t sub_version = 0;
  target::MpyArch arch = target::MpyArch::kNone;
  uint64_t arch_flags = 0;
  uint8_t small_int_bits = 0;
  uint64_t file_size = 0;
  uint64_t trailing_size = 0;  // bytes after the end, which loaders ignore
  std::vector<Qstr> qstrs;
  std::vector<MpyObject> objects;
  RawCode code;
};

Result<MpyFile> read_mpy(std::span<const uint8_t> bytes, std::string file,
                         Diagnostics& diagnostics);

// What is in the file, in aligned lines of text.
std::string describe(const MpyFile& file);

}  // namespace wasm2mpy::mpy

#endif  // WASM2MPY_MPY_READER_H_
