// The parts of the ELF format that the linker reads, declared here and not
// taken from LLVM or <elf.h>: this folder depends on neither, and the input is
// always little endian whatever the host is.
// Specification: System V ABI, chapters 4 and 5
// (https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html).
//
// File layout, 32-bit | 64-bit class:
//   header          0  e_ident: 7f 'E' 'L' 'F', class, data, version, ...
//                  16  e_type (2), e_machine (2), e_version (4)
//                  32 | 40  e_shoff    offset of the section header table
//                  46 | 58  e_shentsize (2), e_shnum (2), e_shstrndx (2)
//   section header  sh_name (4), sh_type (4), then words of the class's size:
//                   sh_flags, sh_addr, sh_offset, sh_size; sh_link (4),
//                   sh_info (4); words: sh_addralign, sh_entsize
//   symbol, 32-bit  st_name (4), st_value (4), st_size (4), st_info (1),
//                   st_other (1), st_shndx (2)
//   symbol, 64-bit  st_name (4), st_info (1), st_other (1), st_shndx (2),
//                   st_value (8), st_size (8)
//   relocation      r_offset, r_info, and for RELA r_addend: words; r_info is
//                   symbol << 8 | type, or symbol << 32 | type
#ifndef WASM2MPY_LINK_ELF_H_
#define WASM2MPY_LINK_ELF_H_

#include <cstddef>
#include <cstdint>

namespace wasm2mpy::link::elf {

inline constexpr uint8_t kMagic[4] = {0x7f, 'E', 'L', 'F'};
inline constexpr uint8_t kClass32 = 1;
inline constexpr uint8_t kClass64 = 2;
inline constexpr uint8_t kLittleEndian = 1;
inline constexpr uint16_t kTypeRelocatable = 1;

// Sizes of the fixed-size records, by class.
inline constexpr size_t kHeaderSize32 = 52, kHeaderSize64 = 64;
inline constexpr size_t kSectionHeaderSize32 = 40, kSectionHeaderSize64 = 64;
inline constexpr size_t kSymbolSize32 = 16, kSymbolSize64 = 24;

enum SectionType : uint32_t {
  kSectionNull = 0,
  kSectionProgbits = 1,
  kSectionSymtab = 2,
  kSectionStrtab = 3,
  kSectionRela = 4,
  kSectionNote = 7,
  kSectionNobits = 8,
  kSectionRel = 9,
  kSectionInitArray = 14,
  kSectionFiniArray = 15,
  kSectionPreinitArray = 16,
  kSectionGroup = 17,
  kSectionSymtabShndx = 18,
  kSectionArmExidx = 0x70000001,  // also kSectionX86_64Unwind
  kSectionLlvmFirst = 0x6fff4c00,
  kSectionLlvmLast = 0x6fff4cff,
};

enum SectionFlag : uint64_t {
  kFlagWrite = 0x1,
  kFlagAlloc = 0x2,
  kFlagExec = 0x4,
  kFlagMerge = 0x10,
  kFlagStrings = 0x20,
  kFlagGroup = 0x200,
  kFlagTls = 0x400,
};

inline constexpr uint32_t kGroupComdat = 1;

// Special section indexes of symbols.
enum SectionIndex : uint16_t {
  kIndexUndefined = 0,
  kIndexReserved = 0xff00,
  kIndexAbsolute = 0xfff1,
  kIndexCommon = 0xfff2,
  kIndexExtended = 0xffff,  // the index is in the SYMTAB_SHNDX section
};

enum SymbolBinding : uint8_t { kBindLocal = 0, kBindGlobal = 1, kBindWeak = 2 };

enum SymbolType : uint8_t {
  kSymbolNoType = 0,
  kSymbolObject = 1,
  kSymbolFunction = 2,
  kSymbolSection = 3,
  kSymbolFile = 4,
  kSymbolTls = 6,
};

}  // namespace wasm2mpy::link::elf

#endif  // WASM2MPY_LINK_ELF_H_
