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
#include <cassert>
#include <format>

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

// --- x86-64 ---------------------------------------------------------------

enum X86_64Type : uint32_t {
  kX64None = 0,
  kX64_64 = 1,
  kX64Pc32 = 2,
  kX64Plt32 = 4,
  kX64GotPcRel = 9,
  kX64_32 = 10,
  kX64_32S = 11,
  kX64_16 = 12,
  kX64Pc16 = 13,
  kX64_8 = 14,
  kX64Pc8 = 15,
  kX64Pc64 = 24,
  kX64GotOff64 = 25,
  kX64GotPc32 = 26,
  kX64GotPcRelX = 41,
  kX64RexGotPcRelX = 42,
};

class MachineX86_64 final : public Machine {
 public:
  std::string_view relocation_name(uint32_t type) const override;
  int64_t read_addend(uint32_t type, std::span<const uint8_t> section,
                      uint64_t offset) const override;
  ApplyResult apply(const RelocationSite& site) const override;
  uint8_t code_padding() const override { return 0xcc; }
  size_t entry_jump_size() const override { return 5; }
  void write_entry_jump(std::span<uint8_t> code, uint64_t entry) const override;

 private:
  static ApplyResult relax_got_load(const RelocationSite& site);
};

std::string_view MachineX86_64::relocation_name(uint32_t type) const {
  switch (type) {
    case kX64None:
      return "R_X86_64_NONE";
    case kX64_64:
      return "R_X86_64_64";
    case kX64Pc32:
      return "R_X86_64_PC32";
    case kX64Plt32:
      return "R_X86_64_PLT32";
    case kX64GotPcRel:
      return "R_X86_64_GOTPCREL";
    case kX64_32:
      return "R_X86_64_32";
    case kX64_32S:
      return "R_X86_64_32S";
    case kX64_16:
      return "R_X86_64_16";
    case kX64Pc16:
      return "R_X86_64_PC16";
    case kX64_8:
      return "R_X86_64_8";
    case kX64Pc8:
      return "R_X86_64_PC8";
    case kX64Pc64:
      return "R_X86_64_PC64";
    case kX64GotOff64:
      return "R_X86_64_GOTOFF64";
    case kX64GotPc32:
      return "R_X86_64_GOTPC32";
    case kX64GotPcRelX:
      return "R_X86_64_GOTPCRELX";
    case kX64RexGotPcRelX:
      return "R_X86_64_REX_GOTPCRELX";
    default:
      return "";
  }
}

size_t field_size_x86_64(uint32_t type) {
  switch (type) {
    case kX64_64:
    case kX64Pc64:
    case kX64GotOff64:
      return 8;
    case kX64_16:
    case kX64Pc16:
      return 2;
    case kX64_8:
    case kX64Pc8:
      return 1;
    default:
      return 4;
  }
}

// The ABI has no SHT_REL on x86-64.
int64_t MachineX86_64::read_addend(uint32_t, std::span<const uint8_t>,
                                   uint64_t) const {
  return 0;
}

ApplyResult MachineX86_64::apply(const RelocationSite& site) const {
  size_t size = field_size_x86_64(site.type);
  if (!in_bounds(site.bytes, site.offset, size)) return outside_section(site);

  switch (site.type) {
    case kX64_64:
      return apply_absolute(site, 8, INT64_MIN, INT64_MAX);
    case kX64_32:
      return apply_absolute(site, 4, 0, UINT32_MAX);
    case kX64_32S:
      return apply_absolute(site, 4, INT32_MIN, INT32_MAX);
    case kX64_16:
      return apply_absolute(site, 2, INT16_MIN, UINT16_MAX);
    case kX64_8:
      return apply_absolute(site, 1, INT8_MIN, UINT8_MAX);
    case kX64Pc64:
    case kX64Pc32:
    case kX64Plt32:
    case kX64Pc16:
    case kX64Pc8:
      return apply_distance(site, site.offset, size, distance(site));
    case kX64GotOff64:
      return apply_distance(site, site.offset, 8, symbol_plus_addend(site));
    case kX64GotPc32:
      return apply_distance(
          site, site.offset, 4,
          static_cast<int64_t>(static_cast<uint64_t>(site.A) - site.P));
    case kX64GotPcRel:
    case kX64GotPcRelX:
    case kX64RexGotPcRelX:
      return relax_got_load(site);
    default:
      assert(false && "the passes let known types through only");
      return {};
  }
}

// With the table entry's displacement at the end of the instruction, A is -4;
// any other A means another part of the entry or an immediate behind it.
ApplyResult MachineX86_64::relax_got_load(const RelocationSite& site) {
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

void MachineX86_64::write_entry_jump(std::span<uint8_t> code,
                                     uint64_t entry) const {
  code[0] = 0xe9;
  write32(code, 1, static_cast<uint32_t>(entry - 5));
}

// --- i386 -----------------------------------------------------------------

enum I386Type : uint32_t {
  k386None = 0,
  k386_32 = 1,
  k386Pc32 = 2,
  k386Got32 = 3,
  k386Plt32 = 4,
  k386GotOff = 9,
  k386GotPc = 10,
  k386_16 = 20,
  k386Pc16 = 21,
  k386_8 = 22,
  k386Pc8 = 23,
  k386Got32X = 43,
};

class Machine386 final : public Machine {
 public:
  std::string_view relocation_name(uint32_t type) const override;
  int64_t read_addend(uint32_t type, std::span<const uint8_t> section,
                      uint64_t offset) const override;
  ApplyResult apply(const RelocationSite& site) const override;
  uint8_t code_padding() const override { return 0xcc; }
  size_t entry_jump_size() const override { return 5; }
  void write_entry_jump(std::span<uint8_t> code,
                        uint64_t entry) const override {
    machine_x86_64().write_entry_jump(code, entry);  // the same encoding
  }

 private:
  static ApplyResult relax_got_load(const RelocationSite& site);
};

std::string_view Machine386::relocation_name(uint32_t type) const {
  switch (type) {
    case k386None:
      return "R_386_NONE";
    case k386_32:
      return "R_386_32";
    case k386Pc32:
      return "R_386_PC32";
    case k386Got32:
      return "R_386_GOT32";
    case k386Plt32:
      return "R_386_PLT32";
    case k386GotOff:
      return "R_386_GOTOFF";
    case k386GotPc:
      return "R_386_GOTPC";
    case k386_16:
      return "R_386_16";
    case k386Pc16:
      return "R_386_PC16";
    case k386_8:
      return "R_386_8";
    case k386Pc8:
      return "R_386_PC8";
    case k386Got32X:
      return "R_386_GOT32X";
    default:
      return "";
  }
}

size_t field_size_386(uint32_t type) {
  switch (type) {
    case k386_16:
    case k386Pc16:
      return 2;
    case k386_8:
    case k386Pc8:
      return 1;
    default:
      return 4;
  }
}

int64_t Machine386::read_addend(uint32_t type, std::span<const uint8_t> section,
                                uint64_t offset) const {
  size_t size = field_size_386(type);
  if (!in_bounds(section, offset, size)) return 0;
  switch (size) {
    case 1:
      return static_cast<int8_t>(section[offset]);
    case 2:
      return static_cast<int16_t>(read16(section, offset));
    default:
      return static_cast<int32_t>(read32(section, offset));
  }
}

ApplyResult Machine386::apply(const RelocationSite& site) const {
  size_t size = field_size_386(site.type);
  if (!in_bounds(site.bytes, site.offset, size)) return outside_section(site);

  switch (site.type) {
    case k386_32:
      return apply_absolute(site, 4, INT32_MIN, UINT32_MAX);
    case k386_16:
      return apply_absolute(site, 2, INT16_MIN, UINT16_MAX);
    case k386_8:
      return apply_absolute(site, 1, INT8_MIN, UINT8_MAX);
    case k386Pc32:
    case k386Plt32:
    case k386Pc16:
    case k386Pc8:
      return apply_distance(site, site.offset, size, distance(site));
    case k386GotOff:
      return apply_distance(site, site.offset, 4, symbol_plus_addend(site));
    case k386GotPc:
      return apply_distance(
          site, site.offset, 4,
          static_cast<int64_t>(static_cast<uint64_t>(site.A) - site.P));
    case k386Got32:
    case k386Got32X:
      return relax_got_load(site);
    default:
      assert(false && "the passes let known types through only");
      return {};
  }
}

// `mov sym@GOT(%ebx), %reg` becomes `lea sym@GOTOFF(%ebx), %reg`; the form
// without a base register has no relative equivalent.
ApplyResult Machine386::relax_got_load(const RelocationSite& site) {
  if (site.offset < 2 || site.A != 0) return no_table();
  uint8_t& opcode = site.bytes[site.offset - 2];
  uint8_t mod_rm = site.bytes[site.offset - 1];
  bool has_base = (mod_rm & 0xc0) == 0x80 && (mod_rm & 0x07) != 0x04;
  if (!has_base) return no_table();
  if (opcode == 0x8b) {
    opcode = 0x8d;
    return apply_distance(site, site.offset, 4, static_cast<int64_t>(site.S));
  }
  if (opcode == 0xff && (mod_rm & 0x38) == 0x10)
    return relax_branch(site, true);
  if (opcode == 0xff && (mod_rm & 0x38) == 0x20) {
    return relax_branch(site, false);
  }
  return no_table();
}

}  // namespace

const Machine& machine_x86_64() {
  static const MachineX86_64 machine;
  return machine;
}

const Machine& machine_386() {
  static const Machine386 machine;
  return machine;
}

}  // namespace wasm2mpy::link
