// The .mpy file format, version 6.3, as MicroPython 1.23 and later load it.
// Source: py/persistentcode.c and py/emitglue.c of MicroPython;
// https://docs.micropython.org/en/latest/reference/mpyfiles.html (which has
// the byte order of vuints wrong).
//
// A vuint is an unsigned number in base 128, most significant digit first; all
// bytes but the last have the top bit set. A file is:
//
//   'M', 6, feature byte, small-int bits
//       feature byte: sub-version | architecture << 2 | kHasArchFlags.
//       The loader refuses more small-int bits than it has itself.
//   vuint architecture flags, if kHasArchFlags (loaders since 1.27)
//   vuint number of qstrs, vuint number of constant objects
//   qstrs, each: vuint. Odd: number of a static qstr << 1 | 1.
//       Even: length << 1, then the characters and a zero byte.
//       The first one is the name of the source file.
//   constant objects, each: one byte ObjectType and what belongs to it:
//       kStr, kBytes: vuint length, bytes, zero byte
//       kInt, kFloat, kComplex: vuint length, the number as text
//       kTuple: vuint number of items, the items as constant objects
//   one raw code:
//       vuint length << 3 | has children << 2 | CodeKind
//       `length` bytes of code
//       kNativePy: vuint offset of the prelude
//       kNativeViper, kNativeAsm: vuint scope flags
//       kNativeAsm: vuint number of arguments, vuint type signature
//       kNativeViper with kScopeRodata: vuint size of read-only data
//       kNativeViper with kScopeBss: vuint size of zeroed data
//       kNativeViper with kScopeRodata: the read-only data
//       if it has children: vuint their number, raw codes
//       native with kScopeReloc: relocations, then 0xff
//
// The loader copies code to its own memory block and calls its first byte as
// `mp_obj_t entry(mp_obj_fun_bc_t *self, size_t n_args, size_t n_kw,
// mp_obj_t *args)`. There self->context->constants.obj_table[0] is the first
// constant object: with kFunTable there, code finds mp_fun_table without a
// relocation. Code is kept alive for the garbage collector only if kScopeReloc
// is set, even if there are no relocations.
//
// A relocation adds an address to a word of code or read-only data:
//   byte: kind << 1 | has place
//   vuint place, if it has one: word index << 1 | in read-only data.
//       Else the word after that of the relocation before.
//   vuint count, if the kind is one of the *Run kinds: that many consecutive
//       words get the same address.
#ifndef WASM2MPY_MPY_FORMAT_H_
#define WASM2MPY_MPY_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace wasm2mpy::mpy {

inline constexpr uint8_t kMagic = 'M';
inline constexpr uint8_t kVersion = 6;
inline constexpr uint8_t kSubVersion = 3;
inline constexpr uint8_t kHasArchFlags = 0x40;
// What tools/mpy_ld.py writes: the least of all ports.
inline constexpr uint8_t kSmallIntBits = 31;

// MICROPY_QSTR_BYTES_IN_LEN is 1 in every port: a longer qstr raises
// "name too long" when the file is loaded.
inline constexpr size_t kMaxQstrLength = 255;

enum class ObjectType : uint8_t {
  kFunTable = 0,
  kNone = 1,
  kFalse = 2,
  kTrue = 3,
  kEllipsis = 4,
  kStr = 5,
  kBytes = 6,
  kInt = 7,
  kFloat = 8,
  kComplex = 9,
  kTuple = 10,
};

// mp_raw_code_kind_t, counted from MP_CODE_BYTECODE.
enum class CodeKind : uint8_t {
  kBytecode = 0,
  kNativePy = 1,
  kNativeViper = 2,
  kNativeAsm = 3,
};
inline constexpr uint32_t kCodeKindMask = 3;
inline constexpr uint32_t kHasChildren = 4;
inline constexpr unsigned kCodeLengthShift = 3;

enum ScopeFlag : uint32_t {
  kScopeReloc = 0x10,   // MP_SCOPE_FLAG_VIPERRELOC
  kScopeRodata = 0x20,  // MP_SCOPE_FLAG_VIPERRODATA
  kScopeBss = 0x40,     // MP_SCOPE_FLAG_VIPERBSS
};

enum RelocationKind : uint8_t {
  kRelocateText = 0,
  kRelocateTextRun = 1,
  kRelocateRodata = 2,
  kRelocateRodataRun = 3,
  kRelocateBss = 4,
  kRelocateBssRun = 5,
  kRelocateQstrTable = 6,
  kRelocateObjTable = 7,
  kRelocateFunTable = 8,
  kRelocateFunTableEntry = 9,  // + n: the n-th entry's value
};
inline constexpr uint8_t kRelocationsEnd = 0xff;

// Whether a file begins as a .mpy with native code does.
bool is_native(std::span<const uint8_t> file);

// The static qstrs are part of the format: every MicroPython of .mpy version 6
// has them under the same numbers, so that a file need not spell them out.
// The last one is QSTR_LAST_STATIC, `zip`.
std::optional<uint32_t> static_qstr_number(std::string_view text);
std::optional<std::string_view> static_qstr(uint32_t number);

}  // namespace wasm2mpy::mpy

#endif  // WASM2MPY_MPY_FORMAT_H_
