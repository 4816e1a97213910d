// Relocations and jumps of Xtensa, with the call0 and the windowed ABI.
//
// Nearly all are of one type, R_XTENSA_SLOT0_OP, "whatever the instruction at
// this place has": a word before it for L32R, a distance for calls, jumps,
// branches and loops. So the instruction is decoded here.
//
// L32R is how code gets an address: it loads a literal, a word in the text
// before it (link/literals.cc). Addresses are absolute (R_XTENSA_32), so the
// loader has to relocate these words.
//
// R_XTENSA_DIFF* and ASM_* tell a linker that moves instructions what to
// correct; this one does not move any.
//
// Not handled: thread-local storage, the second and later slots of wide
// instructions, CONST16 (no core that MicroPython runs on has these), calls
// that reach too far: text of 512 KB fits into no instruction memory.
//
// Encodings: Xtensa Instruction Set Architecture (ISA) Reference Manual,
// chapter 7. Relocations: bfd/elf32-xtensa.c of binutils.
#include <format>

#include "link/machine.h"

namespace wasm2mpy::link {
namespace {

enum XtensaType : uint32_t {
  kNone = 0,
  k32 = 1,
  kAsmExpand = 11,
  kAsmSimplify = 12,
  k32Pcrel = 14,
  kDiff8 = 17,
  kDiff16 = 18,
  kDiff32 = 19,
  kSlot0Op = 20,
  kPdiff8 = 57,
  kPdiff16 = 58,
  kPdiff32 = 59,
  kNdiff8 = 60,
  kNdiff16 = 61,
  kNdiff32 = 62,
};

class MachineXtensa final : public Machine {
 public:
  std::string_view relocation_name(uint32_t type) const override;
  bool is_marker(uint32_t type) const override;
  bool is_address(uint32_t type) const override { return type == k32; }
  // Xtensa has SHT_RELA only. R_XTENSA_32 has a second addend at the place,
  // which apply() adds.
  int64_t read_addend(uint32_t, std::span<const uint8_t>,
                      uint64_t) const override {
    return 0;
  }
  ApplyResult apply(const RelocationSite& site) const override;

  // .literal of one function is .literal.NAME beside .text.NAME.
  bool has_literals(std::string_view section) const override {
    return section == ".literal" || section.starts_with(".literal.");
  }
  uint64_t literal_reach() const override { return 0x40000; }
  uint64_t code_reach() const override { return 0x80000; }

  size_t entry_jump_size() const override { return 3; }
  uint64_t entry_jump_reach() const override { return 0x20003; }
  void write_entry_jump(std::span<uint8_t> code, uint64_t entry) const override;
};

std::string_view MachineXtensa::relocation_name(uint32_t type) const {
  switch (type) {
    case kNone:
      return "R_XTENSA_NONE";
    case k32:
      return "R_XTENSA_32";
    case kAsmExpand:
      return "R_XTENSA_ASM_EXPAND";
    case kAsmSimplify:
      return "R_XTENSA_ASM_SIMPLIFY";
    case k32Pcrel:
      return "R_XTENSA_32_PCREL";
    case kDiff8:
      return "R_XTENSA_DIFF8";
    case kDiff16:
      return "R_XTENSA_DIFF16";
    case kDiff32:
      return "R_XTENSA_DIFF32";
    case kSlot0Op:
      return "R_XTENSA_SLOT0_OP";
    case kPdiff8:
      return "R_XTENSA_PDIFF8";
    case kPdiff16:
      return "R_XTENSA_PDIFF16";
    case kPdiff32:
      return "R_XTENSA_PDIFF32";
    case kNdiff8:
      return "R_XTENSA_NDIFF8";
    case kNdiff16:
      return "R_XTENSA_NDIFF16";
    case kNdiff32:
      return "R_XTENSA_NDIFF32";
    default:
      return "";
  }
}

bool MachineXtensa::is_marker(uint32_t type) const {
  bool refers = type == k32 || type == k32Pcrel || type == kSlot0Op;
  // Unknown types are no markers: they are to be reported.
  return !refers && !relocation_name(type).empty();
}

// --- Instructions ------------------------------------------------------------

// Instructions have 3 bytes, or 2 with the density option.
size_t instruction_size(uint8_t first_byte) {
  unsigned op0 = first_byte & 0xf;
  return op0 >= 0x8 && op0 <= 0xd ? 2 : 3;
}

// Where an instruction keeps its distance, and what that counts.
struct Field {
  unsigned shift = 0;
  unsigned bits = 0;
  int64_t unit = 1;   // bytes
  int64_t least = 0;  // the smallest number in the field
  uint64_t from = 0;  // the address that number 0 stands for
};

Field signed_field(unsigned shift, unsigned bits, int64_t unit, uint64_t from) {
  return {shift, bits, unit, -(int64_t{1} << (bits - 1)), from};
}

// Of op0 = 6, by the fields n and m: J, the branches that compare with zero or
// a constant, and the loops.
std::optional<Field> find_si_field(uint32_t code, uint64_t P) {
  unsigned n = code >> 4 & 3;
  unsigned m = code >> 6 & 3;
  unsigned r = code >> 12 & 0xf;
  switch (n) {
    case 0:
      return signed_field(6, 18, 1, P + 4);
    case 1:
      return signed_field(12, 12, 1, P + 4);
    case 2:
      return signed_field(16, 8, 1, P + 4);
    default:
      // ENTRY has none.
      if (m == 0) return std::nullopt;
      if (m != 1 || r == 0 || r == 1) return signed_field(16, 8, 1, P + 4);
      // LOOP, LOOPNEZ, LOOPGTZ go forwards.
      if (r >= 8 && r <= 10) return Field{16, 8, 1, 0, P + 4};
      return std::nullopt;
  }
}

std::optional<Field> find_field(uint32_t code, uint64_t P) {
  switch (code & 0xf) {
    case 1: {
      // L32R: ones are put before its 16 bits.
      uint64_t from = (P + 3) & ~uint64_t{3};
      return Field{8, 16, 4, -0x10000, from};
    }
    case 5:  // CALL0, CALL4, CALL8, CALL12
      return signed_field(6, 18, 4, (P & ~uint64_t{3}) + 4);
    case 6:
      return find_si_field(code, P);
    case 7:  // branches that compare two registers, or test bits
      return signed_field(16, 8, 1, P + 4);
    default:
      return std::nullopt;
  }
}

// BEQZ.N and BNEZ.N: 0 to 63, in two fields.
bool is_narrow_branch(uint32_t code) { return (code & 0x8f) == 0x8c; }

ApplyResult apply_narrow_branch(const RelocationSite& site) {
  int64_t V = distance(site);
  if (ApplyResult result = check_range(V, 4, 67); !result) return result;
  uint32_t number = uint32_t(V - 4);
  uint16_t code = read16(site.bytes, site.offset);
  write16(site.bytes, site.offset,
          uint16_t((code & 0x0fcf) | (number & 0xf) << 12 | (number & 0x30)));
  return {};
}

std::unexpected<std::string> refuse_instruction(uint32_t code, size_t size) {
  return std::unexpected(std::format("the instruction {:#0{}x} has no distance",
                                     code, 2 + 2 * size));
}

ApplyResult apply_instruction(const RelocationSite& site) {
  if (!in_bounds(site.bytes, site.offset, 1)) return outside_section(site);
  size_t size = instruction_size(site.bytes[site.offset]);
  if (!in_bounds(site.bytes, site.offset, size)) return outside_section(site);
  if (site.absolute) return refuse_distance_to_number();

  uint32_t code = 0;
  for (size_t i = 0; i < size; ++i) {
    code |= uint32_t{site.bytes[site.offset + i]} << (8 * i);
  }
  if (size == 2) {
    if (!is_narrow_branch(code)) return refuse_instruction(code, size);
    return apply_narrow_branch(site);
  }
  std::optional<Field> field = find_field(code, site.P);
  if (!field) return refuse_instruction(code, size);

  // The range as users count it: from the instruction.
  int64_t V = distance(site);
  int64_t bias = int64_t(field->from - site.P);
  int64_t lo = field->least * field->unit + bias;
  int64_t hi = lo + ((int64_t{1} << field->bits) - 1) * field->unit;
  if (ApplyResult result = check_range(V, lo, hi); !result) return result;
  // Words are counted from a word: it is the target that must be one.
  if (ApplyResult result =
          check_multiple(symbol_plus_addend(site), field->unit);
      !result) {
    return result;
  }
  uint64_t number = uint64_t((V - bias) / field->unit);
  uint32_t mask = ((uint32_t{1} << field->bits) - 1) << field->shift;
  code = (code & ~mask) | (uint32_t(number) << field->shift & mask);
  for (size_t i = 0; i < size; ++i) {
    site.bytes[site.offset + i] = uint8_t(code >> (8 * i));
  }
  return {};
}

// --- Words -------------------------------------------------------------------

// The address of a symbol, from the start of the part that it is in; the
// loader adds that.
ApplyResult apply_word(const RelocationSite& site) {
  if (!in_bounds(site.bytes, site.offset, 4)) return outside_section(site);
  int64_t V = symbol_plus_addend(site);
  if (ApplyResult result = check_range(V, INT32_MIN, UINT32_MAX); !result) {
    return result;
  }
  write32(site.bytes, site.offset,
          read32(site.bytes, site.offset) + uint32_t(V));
  return {};
}

}  // namespace

ApplyResult MachineXtensa::apply(const RelocationSite& site) const {
  switch (site.type) {
    case k32:
      return apply_word(site);
    case k32Pcrel:
      if (!in_bounds(site.bytes, site.offset, 4)) return outside_section(site);
      return apply_distance(site, site.offset, 4, distance(site));
    default:
      return apply_instruction(site);
  }
}

void MachineXtensa::write_entry_jump(std::span<uint8_t> code,
                                     uint64_t entry) const {
  uint32_t jump = 0x000006 | uint32_t(entry - 4) << 6;
  for (size_t i = 0; i < 3; ++i) {
    code[i] = uint8_t(jump >> (8 * i));
  }
}

const Machine& machine_xtensa(const Target& /*target*/) {
  static const MachineXtensa machine;
  return machine;
}

}  // namespace wasm2mpy::link
