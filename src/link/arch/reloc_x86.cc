// Relocations and jumps of i386 and x86-64.
//
// LLVM's position-independent code for both reaches symbols of the same image
// relative to the instruction pointer (x86-64) or to _GLOBAL_OFFSET_TABLE_
// (i386). There is no table here: the name means the start of the image, and
// the few loads from it that compilers still write (they did not know that
// the symbol is in the same image) become address computations:
//   mov sym@GOT.., %reg   ->  lea sym.., %reg
//   call *sym@GOT..       ->  addr32 call sym
//   jmp *sym@GOT..        ->  jmp sym; nop
// Other instructions with such operands would need the table; LLVM does not
// write them for symbols with hidden or internal linkage.
//
// Specifications: System V ABI, AMD64 supplement, 4.4 and B.2
// (https://gitlab.com/x86-psABIs/x86-64-ABI); Intel386 supplement, A.2.
#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

#include "link/machine.h"

namespace wasm2mpy::link {
namespace {

std::unexpected<std::string> no_table() {
  return std::unexpected(std::string(
      "only mov, call and jmp can do without a global offset table, and an "
      "image has none"));
}

// Rewrites `call *` (ff /2) or `jmp *` (ff /4) through a table entry to a
// direct one. Both instructions are six bytes with the displacement last.
ApplyResult relax_branch(const RelocationSite& site, bool is_call) {
  uint64_t opcode = site.offset - 2;
  RelocationSite branch = site;
  if (is_call) {
    site.bytes[opcode] = 0x67;  // a prefix without effect keeps the length
    site.bytes[opcode + 1] = 0xe8;
    branch.A = -4;
    return apply_distance(branch, site.offset, 4, distance(branch));
  }
  // The displacement moves one byte towards the opcode.
  site.bytes[opcode] = 0xe9;
  site.bytes[opcode + 5] = 0x90;
  branch.A = -3;
  return apply_distance(branch, site.offset - 1, 4, distance(branch));
}

// How the value of a relocation is computed, in the letters of the ABIs.
enum class Value : uint8_t {
  kNone,
  kAbsolute,       // S + A
  kDistance,       // S + A - P
  kFromImage,      // S + A - GOT, the start of the image
  kImageDistance,  // GOT + A - P
  kTableEntry,     // of the instruction that reads S from the table
};

struct Relocation {
  uint32_t type;
  std::string_view name;
  uint8_t size = 0;  // of the field, in bytes
  Value value = Value::kNone;
  int64_t min = 0;  // of absolute values
  int64_t max = 0;
};

class MachineX86 : public Machine {
 public:
  explicit MachineX86(std::span<const Relocation> relocations)
      : relocations_(relocations) {}

  std::string_view relocation_name(uint32_t type) const override;
  int64_t read_addend(uint32_t type, std::span<const uint8_t> section,
                      uint64_t offset) const override;
  ApplyResult apply(const RelocationSite& site) const override;
  uint8_t code_padding() const override { return 0xcc; }
  size_t entry_jump_size() const override { return 5; }
  void write_entry_jump(std::span<uint8_t> code, uint64_t entry) const override;

 private:
  virtual ApplyResult relax_got_load(const RelocationSite& site) const = 0;
  const Relocation* find(uint32_t type) const;

  std::span<const Relocation> relocations_;
};

const Relocation* MachineX86::find(uint32_t type) const {
  auto found = std::ranges::find(relocations_, type, &Relocation::type);
  return found == relocations_.end() ? nullptr : &*found;
}

std::string_view MachineX86::relocation_name(uint32_t type) const {
  const Relocation* relocation = find(type);
  return relocation ? relocation->name : "";
}

int64_t MachineX86::read_addend(uint32_t type, std::span<const uint8_t> section,
                                uint64_t offset) const {
  const Relocation* relocation = find(type);
  if (!relocation || !in_bounds(section, offset, relocation->size)) return 0;
  switch (relocation->size) {
    case 1:
      return int8_t(section[offset]);
    case 2:
      return int16_t(read16(section, offset));
    case 4:
      return int32_t(read32(section, offset));
    default:
      return 0;
  }
}

ApplyResult MachineX86::apply(const RelocationSite& site) const {
  const Relocation* relocation = find(site.type);
  assert(relocation && "the passes let known types through only");
  size_t size = relocation->size;
  if (!in_bounds(site.bytes, site.offset, size)) return outside_section(site);

  switch (relocation->value) {
    case Value::kNone:
      return {};
    case Value::kAbsolute:
      return apply_absolute(site, size, relocation->min, relocation->max);
    case Value::kDistance:
      return apply_distance(site, site.offset, size, distance(site));
    case Value::kFromImage:
      return apply_distance(site, site.offset, size, symbol_plus_addend(site));
    case Value::kImageDistance:
      return apply_distance(site, site.offset, size,
                            int64_t(uint64_t(site.A) - site.P));
    case Value::kTableEntry:
      return relax_got_load(site);
  }
  std::unreachable();
}

void MachineX86::write_entry_jump(std::span<uint8_t> code,
                                  uint64_t entry) const {
  code[0] = 0xe9;
  write32(code, 1, uint32_t(entry - 5));
}

// --- x86-64 ---------------------------------------------------------------

constexpr Relocation kX86_64[] = {
    {0, "R_X86_64_NONE"},
    {1, "R_X86_64_64", 8, Value::kAbsolute, INT64_MIN, INT64_MAX},
    {2, "R_X86_64_PC32", 4, Value::kDistance},
    {4, "R_X86_64_PLT32", 4, Value::kDistance},
    {9, "R_X86_64_GOTPCREL", 4, Value::kTableEntry},
    {10, "R_X86_64_32", 4, Value::kAbsolute, 0, UINT32_MAX},
    {11, "R_X86_64_32S", 4, Value::kAbsolute, INT32_MIN, INT32_MAX},
    {12, "R_X86_64_16", 2, Value::kAbsolute, INT16_MIN, UINT16_MAX},
    {13, "R_X86_64_PC16", 2, Value::kDistance},
    {14, "R_X86_64_8", 1, Value::kAbsolute, INT8_MIN, UINT8_MAX},
    {15, "R_X86_64_PC8", 1, Value::kDistance},
    {24, "R_X86_64_PC64", 8, Value::kDistance},
    {25, "R_X86_64_GOTOFF64", 8, Value::kFromImage},
    {26, "R_X86_64_GOTPC32", 4, Value::kImageDistance},
    {41, "R_X86_64_GOTPCRELX", 4, Value::kTableEntry},
    {42, "R_X86_64_REX_GOTPCRELX", 4, Value::kTableEntry},
};

class MachineX86_64 final : public MachineX86 {
 public:
  MachineX86_64() : MachineX86(kX86_64) {}

  // The ABI has no SHT_REL.
  int64_t read_addend(uint32_t, std::span<const uint8_t>,
                      uint64_t) const override {
    return 0;
  }

 private:
  ApplyResult relax_got_load(const RelocationSite& site) const override;
};

// With the table entry's displacement at the end of the instruction, A is -4;
// any other A means another part of the entry or an immediate behind it.
ApplyResult MachineX86_64::relax_got_load(const RelocationSite& site) const {
  if (site.offset < 2 || site.A != -4) return no_table();
  uint8_t& opcode = site.bytes[site.offset - 2];
  uint8_t mod_rm = site.bytes[site.offset - 1];
  if (opcode == 0x8b && (mod_rm & 0xc7) == 0x05) {
    opcode = 0x8d;
    return apply_distance(site, site.offset, 4, distance(site));
  }
  if (opcode == 0xff && mod_rm == 0x15) return relax_branch(site, true);
  if (opcode == 0xff && mod_rm == 0x25) return relax_branch(site, false);
  return no_table();
}

// --- i386 -----------------------------------------------------------------

constexpr Relocation k386[] = {
    {0, "R_386_NONE"},
    {1, "R_386_32", 4, Value::kAbsolute, INT32_MIN, UINT32_MAX},
    {2, "R_386_PC32", 4, Value::kDistance},
    {3, "R_386_GOT32", 4, Value::kTableEntry},
    {4, "R_386_PLT32", 4, Value::kDistance},
    {9, "R_386_GOTOFF", 4, Value::kFromImage},
    {10, "R_386_GOTPC", 4, Value::kImageDistance},
    {20, "R_386_16", 2, Value::kAbsolute, INT16_MIN, UINT16_MAX},
    {21, "R_386_PC16", 2, Value::kDistance},
    {22, "R_386_8", 1, Value::kAbsolute, INT8_MIN, UINT8_MAX},
    {23, "R_386_PC8", 1, Value::kDistance},
    {43, "R_386_GOT32X", 4, Value::kTableEntry},
};

class Machine386 final : public MachineX86 {
 public:
  Machine386() : MachineX86(k386) {}

 private:
  ApplyResult relax_got_load(const RelocationSite& site) const override;
};

// `mov sym@GOT(%ebx), %reg` becomes `lea sym@GOTOFF(%ebx), %reg`; the form
// without a base register has no relative equivalent.
ApplyResult Machine386::relax_got_load(const RelocationSite& site) const {
  if (site.offset < 2 || site.A != 0) return no_table();
  uint8_t& opcode = site.bytes[site.offset - 2];
  uint8_t mod_rm = site.bytes[site.offset - 1];
  bool has_base = (mod_rm & 0xc0) == 0x80 && (mod_rm & 0x07) != 0x04;
  if (!has_base) return no_table();
  if (opcode == 0x8b) {
    opcode = 0x8d;
    return apply_distance(site, site.offset, 4, int64_t(site.S));
  }
  if (opcode == 0xff && (mod_rm & 0x38) == 0x10)
    return relax_branch(site, true);
  if (opcode == 0xff && (mod_rm & 0x38) == 0x20)
    return relax_branch(site, false);
  return no_table();
}

}  // namespace

const Machine& machine_x86_64(const Target& /*target*/) {
  static const MachineX86_64 machine;
  return machine;
}

const Machine& machine_386(const Target& /*target*/) {
  static const Machine386 machine;
  return machine;
}

}  // namespace wasm2mpy::link
