// Relocations and jumps of Thumb code, for the M-profile cores.
//
// These cores run Thumb code only: all calls are BL, never BLX, and a symbol
// that is ARM code cannot be called. The addresses of functions have bit 0
// set, which the linker keeps apart from the value of a symbol (it is T in
// the formulas) and puts back where an address is taken. Addends are in the
// instructions (SHT_REL).
//
// There is no global offset table: the name means the start of the image, as
// on i386. Loads from the table cannot be changed to something else, because
// the relocation is on a word in a literal pool and says nothing about the
// instructions that use it; LLVM writes none for symbols that it knows to be
// in the image.
//
// Where a branch does not reach, it goes by way of an island. Its code is for
// all these cores, Cortex-M0 included, which has no B.W and no MOVW; only ip
// may be changed.
//
// Not handled: ARM code (32-bit instructions), group relocations for it,
// thread-local storage, the static base.
//
// Specification: ELF for the Arm Architecture, "Relocation"
// (https://github.com/ARM-software/abi-aa/blob/main/aaelf32/aaelf32.rst);
// encodings: Armv7-M Architecture Reference Manual, chapter A7.
#include <cassert>
#include <format>

#include "link/arch/thumb.h"
#include "link/machine.h"

namespace wasm2mpy::link {
namespace {

enum ArmType : uint32_t {
  kNone = 0,
  kAbs32 = 2,
  kRel32 = 3,
  kAbs16 = 5,
  kAbs8 = 8,
  kThmCall = 10,
  kThmPc8 = 11,
  kGotOff32 = 24,
  kBasePrel = 25,
  kGotBrel = 26,
  kThmJump24 = 30,
  kTarget1 = 38,
  kV4Bx = 40,
  kTarget2 = 41,
  kPrel31 = 42,
  kThmMovwAbsNc = 47,
  kThmMovtAbs = 48,
  kThmMovwPrelNc = 49,
  kThmMovtPrel = 50,
  kThmJump19 = 51,
  kThmJump6 = 52,
  kThmAluPrel11 = 53,
  kThmPc12 = 54,
  kAbs32Noi = 55,
  kRel32Noi = 56,
  kGotPrel = 96,
  kThmJump11 = 102,
  kThmJump8 = 103,
  kThmAluAbsG0Nc = 132,
  kThmAluAbsG1Nc = 133,
  kThmAluAbsG2Nc = 134,
  kThmAluAbsG3Nc = 135,
};

constexpr RelocationType kTypes[] = {
    {kNone, "R_ARM_NONE"},
    {kAbs32, "R_ARM_ABS32"},
    {kRel32, "R_ARM_REL32"},
    {kAbs16, "R_ARM_ABS16", 2},
    {kAbs8, "R_ARM_ABS8", 1},
    {kThmCall, "R_ARM_THM_CALL"},
    {kThmPc8, "R_ARM_THM_PC8", 2},
    {kGotOff32, "R_ARM_GOTOFF32"},
    {kBasePrel, "R_ARM_BASE_PREL"},
    {kGotBrel, "R_ARM_GOT_BREL"},
    {kThmJump24, "R_ARM_THM_JUMP24"},
    {kTarget1, "R_ARM_TARGET1"},
    {kV4Bx, "R_ARM_V4BX"},
    {kTarget2, "R_ARM_TARGET2"},
    {kPrel31, "R_ARM_PREL31"},
    {kThmMovwAbsNc, "R_ARM_THM_MOVW_ABS_NC"},
    {kThmMovtAbs, "R_ARM_THM_MOVT_ABS"},
    {kThmMovwPrelNc, "R_ARM_THM_MOVW_PREL_NC"},
    {kThmMovtPrel, "R_ARM_THM_MOVT_PREL"},
    {kThmJump19, "R_ARM_THM_JUMP19"},
    {kThmJump6, "R_ARM_THM_JUMP6", 2},
    {kThmAluPrel11, "R_ARM_THM_ALU_PREL_11_0"},
    {kThmPc12, "R_ARM_THM_PC12"},
    {kAbs32Noi, "R_ARM_ABS32_NOI"},
    {kRel32Noi, "R_ARM_REL32_NOI"},
    {kGotPrel, "R_ARM_GOT_PREL"},
    {kThmJump11, "R_ARM_THM_JUMP11", 2},
    {kThmJump8, "R_ARM_THM_JUMP8", 2},
    {kThmAluAbsG0Nc, "R_ARM_THM_ALU_ABS_G0_NC", 2},
    {kThmAluAbsG1Nc, "R_ARM_THM_ALU_ABS_G1_NC", 2},
    {kThmAluAbsG2Nc, "R_ARM_THM_ALU_ABS_G2_NC", 2},
    {kThmAluAbsG3Nc, "R_ARM_THM_ALU_ABS_G3_NC", 2},
};

// In Thumb code the program counter reads as this much after the instruction.
constexpr int64_t kPcBias = 4;

class MachineArm final : public Machine {
 public:
  std::string_view relocation_name(uint32_t type) const override;
  bool is_marker(uint32_t type) const override {
    return type == kNone || type == kV4Bx;
  }
  bool take_thumb_bit(uint8_t symbol_type, uint64_t& value) const override;
  int64_t read_addend(uint32_t type, std::span<const uint8_t> section,
                      uint64_t offset) const override;
  ApplyResult apply(const RelocationSite& site) const override;
  std::optional<BranchRange> branch_range(uint32_t type) const override;
  size_t island_size() const override { return 16; }
  void write_island(std::span<uint8_t> code, uint64_t island,
                    uint64_t target) const override;
  size_t entry_jump_size() const override { return island_size(); }
  void write_entry_jump(std::span<uint8_t> code,
                        uint64_t entry) const override {
    write_island(code, 0, entry);
  }
};

std::string_view MachineArm::relocation_name(uint32_t type) const {
  return find_name(kTypes, type);
}

bool MachineArm::take_thumb_bit(uint8_t symbol_type, uint64_t& value) const {
  if (symbol_type != elf::kSymbolFunction || (value & 1) == 0) return false;
  value &= ~uint64_t{1};
  return true;
}

}  // namespace

int64_t MachineArm::read_addend(uint32_t type, std::span<const uint8_t> section,
                                uint64_t offset) const {
  size_t size = find_size(kTypes, type);
  if (!in_bounds(section, offset, size)) return 0;
  uint32_t half = size >= 2 ? read16(section, offset) : 0;
  uint32_t code = size == 4 ? read_thumb(section, offset) : 0;
  switch (type) {
    case kThmCall:
    case kThmJump24:
      return branch24(code);
    case kThmJump19:
      return branch19(code);
    case kThmJump11:
      return sign_extend((half & 0x7ff) << 1, 12);
    case kThmJump8:
      return sign_extend((half & 0xff) << 1, 9);
    case kThmJump6:
      // CBZ branches forwards only, yet its addend is at least -4.
      return int64_t((((half >> 9 & 1) << 6 | (half >> 3 & 0x1f) << 1) + 4) &
                     0x7f) -
             4;
    case kThmPc8:
      return int64_t((((half & 0xff) << 2) + 4) & 0x3ff) - 4;
    case kThmMovwAbsNc:
    case kThmMovtAbs:
    case kThmMovwPrelNc:
    case kThmMovtPrel:
      return move16(code);
    case kThmAluPrel11:
      return address12(code);
    case kThmPc12:
      return load12(code);
    case kThmAluAbsG0Nc:
    case kThmAluAbsG1Nc:
    case kThmAluAbsG2Nc:
    case kThmAluAbsG3Nc:
      return half & 0xff;
    case kPrel31:
      return sign_extend(read32(section, offset) & 0x7fffffff, 31);
    case kAbs8:
      return int8_t(section[offset]);
    case kAbs16:
      return int16_t(half);
    default:
      return int32_t(read32(section, offset));
  }
}

namespace {

// (S + A) | T.
int64_t address(const RelocationSite& site) {
  return symbol_plus_addend(site) | (site.T ? 1 : 0);
}

// What a branch adds to the program counter, of `bits` bits and even.
std::expected<int64_t, std::string> branch_offset(const RelocationSite& site,
                                                  unsigned bits) {
  if (site.absolute) return refuse_distance_to_number();
  if (site.function && !site.T) {
    return std::unexpected(
        std::string("it is ARM code, and the core runs Thumb code only"));
  }
  int64_t V = distance(site);
  int64_t limit = int64_t{1} << (bits - 1);
  ApplyResult result = check_range(V, -limit, limit - 2);
  if (result) result = check_multiple(V, 2);
  if (!result) return std::unexpected(result.error());
  return V;
}

ApplyResult apply_branch24(const RelocationSite& site) {
  std::expected<int64_t, std::string> V = branch_offset(site, 25);
  if (!V) return std::unexpected(V.error());
  uint32_t code = read_thumb(site.bytes, site.offset);
  write_thumb(site.bytes, site.offset, set_branch24(code, *V));
  return {};
}

ApplyResult apply_branch19(const RelocationSite& site) {
  std::expected<int64_t, std::string> V = branch_offset(site, 21);
  if (!V) return std::unexpected(V.error());
  uint32_t code = read_thumb(site.bytes, site.offset);
  write_thumb(site.bytes, site.offset, set_branch19(code, *V));
  return {};
}

// B and B<cond> of 16 bits; `bits` is 12 or 9.
ApplyResult apply_short_branch(const RelocationSite& site, unsigned bits) {
  std::expected<int64_t, std::string> V = branch_offset(site, bits);
  if (!V) return std::unexpected(V.error());
  uint32_t mask = (uint32_t{1} << (bits - 1)) - 1;
  uint32_t code = read16(site.bytes, site.offset);
  code = (code & ~mask) | (uint32_t(*V >> 1) & mask);
  write16(site.bytes, site.offset, uint16_t(code));
  return {};
}

ApplyResult apply_compare_branch(const RelocationSite& site) {
  std::expected<int64_t, std::string> V = branch_offset(site, 32);
  if (!V) return std::unexpected(V.error());
  if (ApplyResult result = check_range(*V, 0, 126); !result) return result;
  uint32_t v = uint32_t(*V);
  uint32_t code = read16(site.bytes, site.offset) & 0xfd07u;
  code |= (v >> 6 & 1) << 9 | (v >> 1 & 0x1f) << 3;
  write16(site.bytes, site.offset, uint16_t(code));
  return {};
}

// The distance from the program counter rounded down to a word, which is what
// literal loads and ADR count from; the bias is in the addend.
int64_t word_distance(const RelocationSite& site) {
  RelocationSite aligned = site;
  aligned.P &= ~uint64_t{3};
  return distance(aligned);
}

ApplyResult apply_load8(const RelocationSite& site) {
  if (site.absolute) return refuse_distance_to_number();
  int64_t V = word_distance(site);
  if (ApplyResult result = check_range(V, 0, 1020); !result) return result;
  if (ApplyResult result = check_multiple(V, 4); !result) return result;
  uint32_t code = read16(site.bytes, site.offset) & 0xff00u;
  code |= uint32_t(V >> 2);
  write16(site.bytes, site.offset, uint16_t(code));
  return {};
}

// LDR.W and ADR.W: magnitude and sign are kept apart, so that both ends of the
// range are equally far.
ApplyResult apply_word_offset12(const RelocationSite& site) {
  if (site.absolute) return refuse_distance_to_number();
  int64_t V = word_distance(site);
  if (site.type == kThmAluPrel11 && site.T) V |= 1;
  if (ApplyResult result = check_range(V, -4095, 4095); !result) return result;
  uint32_t code = read_thumb(site.bytes, site.offset);
  code = site.type == kThmPc12 ? set_load12(code, V) : set_address12(code, V);
  write_thumb(site.bytes, site.offset, code);
  return {};
}

// MOVW takes the lower half of the value and MOVT the upper one; with an
// addend of 16 bits nothing is lost but what does not fit in 32 bits.
ApplyResult apply_move(const RelocationSite& site, int64_t V, bool upper) {
  uint32_t code = read_thumb(site.bytes, site.offset);
  uint32_t value = uint32_t(V);
  code = set_move16(code, upper ? value >> 16 : value & 0xffff);
  write_thumb(site.bytes, site.offset, code);
  return {};
}

ApplyResult apply_absolute_move(const RelocationSite& site, bool upper) {
  if (!site.absolute) return refuse_absolute();
  return apply_move(site, symbol_plus_addend(site), upper);
}

ApplyResult apply_relative_move(const RelocationSite& site, bool upper) {
  if (site.absolute) return refuse_distance_to_number();
  int64_t V = upper ? distance(site) : address(site) - int64_t(site.P);
  return apply_move(site, V, upper);
}

// A byte of a number: ADDS or MOVS with an immediate of 8 bits.
ApplyResult apply_absolute_byte(const RelocationSite& site, unsigned shift) {
  if (!site.absolute) return refuse_absolute();
  uint32_t value = uint32_t(symbol_plus_addend(site)) >> shift;
  uint32_t code = read16(site.bytes, site.offset) & 0xff00u;
  write16(site.bytes, site.offset, uint16_t(code | (value & 0xff)));
  return {};
}

ApplyResult apply_distance31(const RelocationSite& site) {
  if (site.absolute) return refuse_distance_to_number();
  int64_t V = address(site) - int64_t(site.P);
  if (ApplyResult result = check_signed(V, 31); !result) return result;
  uint32_t word = read32(site.bytes, site.offset) & 0x80000000;
  write32(site.bytes, site.offset, word | (uint32_t(V) & 0x7fffffff));
  return {};
}

}  // namespace

ApplyResult MachineArm::apply(const RelocationSite& site) const {
  size_t size = find_size(kTypes, site.type);
  if (!in_bounds(site.bytes, site.offset, size)) return outside_section(site);

  switch (site.type) {
    case kAbs32:
    case kAbs32Noi:
    case kTarget1:
    case kTarget2:
      return apply_absolute(site, 4, INT32_MIN, UINT32_MAX);
    case kAbs16:
      return apply_absolute(site, 2, INT16_MIN, UINT16_MAX);
    case kAbs8:
      return apply_absolute(site, 1, INT8_MIN, UINT8_MAX);
    case kRel32:
      return apply_distance(site, site.offset, 4,
                            address(site) - int64_t(site.P));
    case kRel32Noi:
      return apply_distance(site, site.offset, 4, distance(site));
    case kPrel31:
      return apply_distance31(site);
    case kGotOff32:
      return apply_distance(site, site.offset, 4, address(site));
    case kBasePrel:
      return apply_distance(site, site.offset, 4,
                            int64_t(uint64_t(site.A) - site.P));
    case kGotBrel:
    case kGotPrel:
      return refuse_table();
    case kThmCall:
    case kThmJump24:
      return apply_branch24(site);
    case kThmJump19:
      return apply_branch19(site);
    case kThmJump11:
      return apply_short_branch(site, 12);
    case kThmJump8:
      return apply_short_branch(site, 9);
    case kThmJump6:
      return apply_compare_branch(site);
    case kThmPc8:
      return apply_load8(site);
    case kThmPc12:
    case kThmAluPrel11:
      return apply_word_offset12(site);
    case kThmMovwAbsNc:
      return apply_absolute_move(site, false);
    case kThmMovtAbs:
      return apply_absolute_move(site, true);
    case kThmMovwPrelNc:
      return apply_relative_move(site, false);
    case kThmMovtPrel:
      return apply_relative_move(site, true);
    case kThmAluAbsG0Nc:
    case kThmAluAbsG1Nc:
    case kThmAluAbsG2Nc:
    case kThmAluAbsG3Nc:
      return apply_absolute_byte(site, 8 * (site.type - kThmAluAbsG0Nc));
    default:
      assert(false && "the passes let known types through only");
      return {};
  }
}

// CBZ is left out: it branches forwards only, within what a compiler overlooks.
std::optional<BranchRange> MachineArm::branch_range(uint32_t type) const {
  unsigned bits = 0;
  switch (type) {
    case kThmCall:
    case kThmJump24:
      bits = 25;
      break;
    case kThmJump19:
      bits = 21;
      break;
    case kThmJump11:
      bits = 12;
      break;
    case kThmJump8:
      bits = 9;
      break;
    default:
      return std::nullopt;
  }
  int64_t limit = int64_t{1} << (bits - 1);
  return BranchRange{.lo = -limit, .hi = limit - 2, .bias = -kPcBias};
}

void MachineArm::write_island(std::span<uint8_t> code, uint64_t island,
                              uint64_t target) const {
  assert(island % 4 == 0 && target % 2 == 0);
  write16(code, 0, 0xb401);   // push {r0}
  write16(code, 2, 0x4802);   // ldr r0, [pc, #8]   the word at 12
  write16(code, 4, 0x4478);   // add r0, pc         pc is island + 8
  write16(code, 6, 0x4684);   // mov ip, r0
  write16(code, 8, 0xbc01);   // pop {r0}
  write16(code, 10, 0x4760);  // bx ip
  write32(code, 12, uint32_t((target | 1) - (island + 8)));
}

const Machine& machine_arm(const Target& /*target*/) {
  static const MachineArm machine;
  return machine;
}

}  // namespace wasm2mpy::link
