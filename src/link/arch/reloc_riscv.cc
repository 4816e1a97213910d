// Relocations and jumps of RISC-V, 32 and 64 bits, with compressed
// instructions.
//
// A distance takes two instructions: AUIPC with the upper 20 bits and a second
// one with the lower 12. The relocation of the second names the first, whose
// relocation names the symbol (is_low_half() in link/machine.h). There is no
// global offset table; a load from it becomes an ADDI:
//   auipc rd, %got_pcrel_hi(sym); lw rd, %pcrel_lo(..)(rd)
//   -> auipc rd, %pcrel_hi(sym); addi rd, rd, %pcrel_lo(..)
// This works because such a load has no other use than to give the address.
//
// Calls are AUIPC and JALR, 8 bytes. Where R_RISCV_RELAX allows it and the
// distance is small enough, they become C.J, C.JAL (32 bits only) or JAL; see
// relax.cc. Differences of labels are relocations, too (ADD and SUB, or SET
// and SUB, at one place), since relaxation changes them.
//
// Not handled: thread-local storage, relaxation towards gp or address 0 (there
// is neither), branches that reach too far: the compiler knows their length,
// and calls reach everything.
//
// Specification: RISC-V ELF psABI, "Relocations" and "Linker Relaxation"
// (https://github.com/riscv-non-isa/riscv-elf-psabi-doc); encodings: The
// RISC-V Instruction Set Manual, volume I.
#include <bit>
#include <cassert>
#include <format>

#include "link/arch/riscv.h"
#include "link/machine.h"

namespace wasm2mpy::link {
namespace {

enum RiscvType : uint32_t {
  kNone = 0,
  k32 = 1,
  k64 = 2,
  kBranch = 16,
  kJal = 17,
  kCall = 18,
  kCallPlt = 19,
  kGotHi20 = 20,
  kPcrelHi20 = 23,
  kPcrelLo12I = 24,
  kPcrelLo12S = 25,
  kHi20 = 26,
  kLo12I = 27,
  kLo12S = 28,
  kAdd8 = 33,
  kAdd16 = 34,
  kAdd32 = 35,
  kAdd64 = 36,
  kSub8 = 37,
  kSub16 = 38,
  kSub32 = 39,
  kSub64 = 40,
  kAlign = 43,
  kRvcBranch = 44,
  kRvcJump = 45,
  kRelax = 51,
  kSub6 = 52,
  kSet6 = 53,
  kSet8 = 54,
  kSet16 = 55,
  kSet32 = 56,
  k32Pcrel = 57,
  kPlt32 = 59,
  kSetUleb128 = 60,
  kSubUleb128 = 61,
};

// A ULEB128 number has at least the size that it has here.
constexpr RelocationType kTypes[] = {
    {kNone, "R_RISCV_NONE"},
    {k32, "R_RISCV_32"},
    {k64, "R_RISCV_64", 8},
    {kBranch, "R_RISCV_BRANCH"},
    {kJal, "R_RISCV_JAL"},
    {kCall, "R_RISCV_CALL", 8},
    {kCallPlt, "R_RISCV_CALL_PLT", 8},
    {kGotHi20, "R_RISCV_GOT_HI20"},
    {kPcrelHi20, "R_RISCV_PCREL_HI20"},
    {kPcrelLo12I, "R_RISCV_PCREL_LO12_I"},
    {kPcrelLo12S, "R_RISCV_PCREL_LO12_S"},
    {kHi20, "R_RISCV_HI20"},
    {kLo12I, "R_RISCV_LO12_I"},
    {kLo12S, "R_RISCV_LO12_S"},
    {kAdd8, "R_RISCV_ADD8", 1},
    {kAdd16, "R_RISCV_ADD16", 2},
    {kAdd32, "R_RISCV_ADD32"},
    {kAdd64, "R_RISCV_ADD64", 8},
    {kSub8, "R_RISCV_SUB8", 1},
    {kSub16, "R_RISCV_SUB16", 2},
    {kSub32, "R_RISCV_SUB32"},
    {kSub64, "R_RISCV_SUB64", 8},
    {kAlign, "R_RISCV_ALIGN"},
    {kRvcBranch, "R_RISCV_RVC_BRANCH", 2},
    {kRvcJump, "R_RISCV_RVC_JUMP", 2},
    {kRelax, "R_RISCV_RELAX"},
    {kSub6, "R_RISCV_SUB6", 1},
    {kSet6, "R_RISCV_SET6", 1},
    {kSet8, "R_RISCV_SET8", 1},
    {kSet16, "R_RISCV_SET16", 2},
    {kSet32, "R_RISCV_SET32"},
    {k32Pcrel, "R_RISCV_32_PCREL"},
    {kPlt32, "R_RISCV_PLT32"},
    {kSetUleb128, "R_RISCV_SET_ULEB128", 1},
    {kSubUleb128, "R_RISCV_SUB_ULEB128", 1},
};

class MachineRiscv final : public Machine {
 public:
  explicit MachineRiscv(bool is_64) : is_64_(is_64) {}

  std::string_view relocation_name(uint32_t type) const override;
  bool is_marker(uint32_t type) const override {
    return type == kNone || type == kRelax || type == kAlign;
  }
  std::string check_group(std::span<const Relocation> relocations,
                          size_t index) const override;
  bool is_low_half(uint32_t type) const override {
    return type == kPcrelLo12I || type == kPcrelLo12S;
  }
  bool is_high_half(uint32_t type) const override {
    return type == kPcrelHi20 || type == kGotHi20;
  }
  // RISC-V has SHT_RELA only.
  int64_t read_addend(uint32_t, std::span<const uint8_t>,
                      uint64_t) const override {
    return 0;
  }
  ApplyResult apply(const RelocationSite& site) const override;

  bool relaxes() const override { return true; }
  bool allows_relaxation(uint32_t type) const override {
    return type == kRelax;
  }
  std::optional<uint64_t> padding_alignment(uint32_t type,
                                            int64_t addend) const override;
  void write_padding(std::span<uint8_t> code) const override;
  std::optional<ShortForm> shorten(uint32_t type, std::span<const uint8_t> code,
                                   int64_t V, int64_t slack) const override;

  size_t entry_jump_size() const override { return 8; }
  void write_entry_jump(std::span<uint8_t> code, uint64_t entry) const override;

 private:
  bool is_64_;
};

std::string_view MachineRiscv::relocation_name(uint32_t type) const {
  return find_name(kTypes, type);
}

// --- Differences -------------------------------------------------------------

// The relocation that an ADD or SET must be followed by at its place, to be a
// distance and not an address.
uint32_t subtraction(uint32_t type) {
  switch (type) {
    case kAdd8:
    case kSet8:
      return kSub8;
    case kAdd16:
    case kSet16:
      return kSub16;
    case kAdd32:
    case kSet32:
      return kSub32;
    case kAdd64:
      return kSub64;
    case kSet6:
      return kSub6;
    case kSetUleb128:
      return kSubUleb128;
    default:
      return kNone;
  }
}

bool is_subtraction(uint32_t type) {
  return (type >= kSub8 && type <= kSub64) || type == kSub6 ||
         type == kSubUleb128;
}

}  // namespace

std::string MachineRiscv::check_group(std::span<const Relocation> relocations,
                                      size_t index) const {
  const Relocation& relocation = relocations[index];
  if (uint32_t partner = subtraction(relocation.type); partner != kNone) {
    bool is_difference = index + 1 < relocations.size() &&
                         relocations[index + 1].type == partner &&
                         relocations[index + 1].offset == relocation.offset;
    return is_difference ? "" : refuse_absolute().error();
  }
  if (is_subtraction(relocation.type)) {
    bool is_difference =
        index > 0 &&
        subtraction(relocations[index - 1].type) == relocation.type &&
        relocations[index - 1].offset == relocation.offset;
    return is_difference ? "" : "there is nothing to subtract it from";
  }
  return "";
}

namespace {

// The ULEB128 number at the start of `bytes`, without its marks of
// continuation, so that it can be calculated with modulo its size.
uint64_t get_uleb128(std::span<const uint8_t> bytes) {
  uint64_t value = 0;
  unsigned shift = 0;
  for (uint8_t byte : bytes) {
    if (shift < 64) value |= uint64_t{byte & 0x7fu} << shift;
    shift += 7;
    if ((byte & 0x80) == 0) break;
  }
  return value;
}

// Overwrites it with one of as many bytes.
ApplyResult set_uleb128(std::span<uint8_t> bytes, uint64_t value) {
  for (uint8_t& byte : bytes) {
    bool is_last = (byte & 0x80) == 0;
    byte = uint8_t((value & 0x7f) | (is_last ? 0 : 0x80));
    if (is_last) return {};
    value >>= 7;
  }
  return std::unexpected(
      std::string("the ULEB128 number does not end in the section"));
}

uint64_t read_field(const RelocationSite& site, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) {
    value |= uint64_t{site.bytes[site.offset + i]} << (8 * i);
  }
  return value;
}

void write_field(const RelocationSite& site, size_t size, uint64_t value) {
  for (size_t i = 0; i < size; ++i) {
    site.bytes[site.offset + i] = uint8_t(value >> (8 * i));
  }
}

// Differences wrap: the assembler chose the size of the field.
ApplyResult apply_difference(const RelocationSite& site, size_t size) {
  if (site.absolute) return refuse_distance_to_number();
  uint64_t operand = uint64_t(symbol_plus_addend(site));
  uint64_t value = read_field(site, size);
  switch (site.type) {
    case kSet6:
      value = (value & 0xc0) | (operand & 0x3f);
      break;
    case kSub6:
      value = (value & 0xc0) | ((value - operand) & 0x3f);
      break;
    case kSet8:
    case kSet16:
    case kSet32:
      value = operand;
      break;
    case kSetUleb128:
      return set_uleb128(site.bytes.subspan(site.offset), operand);
    case kSubUleb128: {
      std::span<uint8_t> number = site.bytes.subspan(site.offset);
      return set_uleb128(number, get_uleb128(number) - operand);
    }
    default:
      value = is_subtraction(site.type) ? value - operand : value + operand;
  }
  write_field(site, size, value);
  return {};
}

// --- Instructions ------------------------------------------------------------

// Jumps and branches: an even distance of `bits` bits.
ApplyResult check_jump(const RelocationSite& site, unsigned bits) {
  if (site.absolute) return refuse_distance_to_number();
  int64_t V = distance(site);
  int64_t limit = int64_t{1} << (bits - 1);
  if (ApplyResult result = check_range(V, -limit, limit - 2); !result) {
    return result;
  }
  return check_multiple(V, 2);
}

ApplyResult apply_jump(const RelocationSite& site) {
  int64_t V = distance(site);
  ApplyResult result;
  switch (site.type) {
    case kBranch:
      result = check_jump(site, 13);
      if (!result) return result;
      write32(site.bytes, site.offset,
              set_branch(read32(site.bytes, site.offset), V));
      return {};
    case kJal:
      result = check_jump(site, 21);
      if (!result) return result;
      write32(site.bytes, site.offset,
              set_jal(read32(site.bytes, site.offset), V));
      return {};
    case kRvcBranch:
      result = check_jump(site, 9);
      if (!result) return result;
      write16(
          site.bytes, site.offset,
          uint16_t(set_compressed_branch(read16(site.bytes, site.offset), V)));
      return {};
    default:
      result = check_jump(site, 12);
      if (!result) return result;
      write16(
          site.bytes, site.offset,
          uint16_t(set_compressed_jump(read16(site.bytes, site.offset), V)));
      return {};
  }
}

// What AUIPC and a signed 12-bit number reach together.
ApplyResult check_pair(const RelocationSite& site) {
  if (site.absolute) return refuse_distance_to_number();
  return check_range(distance(site), INT64_C(-0x80000800), 0x7ffff7ff);
}

ApplyResult apply_upper(const RelocationSite& site) {
  if (ApplyResult result = check_pair(site); !result) return result;
  uint32_t code = read32(site.bytes, site.offset);
  write32(site.bytes, site.offset, set_upper(code, distance(site)));
  return {};
}

ApplyResult apply_lower(const RelocationSite& site) {
  if (ApplyResult result = check_pair(site); !result) return result;
  uint32_t code = read32(site.bytes, site.offset);
  if (site.high_type == kGotHi20) {
    bool is_load = site.type == kPcrelLo12I && (code & kOpcodeMask) == kLoad;
    if (!is_load) return refuse_table();
    code = (code & ~(kOpcodeMask | kFunct3Mask)) | kAddi;
  }
  code = site.type == kPcrelLo12I ? set_lower_i(code, distance(site))
                                  : set_lower_s(code, distance(site));
  write32(site.bytes, site.offset, code);
  return {};
}

ApplyResult apply_call(const RelocationSite& site) {
  if (ApplyResult result = check_jump(site, 33); !result) return result;
  if (ApplyResult result = apply_upper(site); !result) return result;
  uint32_t code = read32(site.bytes, site.offset + 4);
  write32(site.bytes, site.offset + 4, set_lower_i(code, distance(site)));
  return {};
}

// LUI and a 12-bit number: addresses, so for numbers only.
ApplyResult apply_number(const RelocationSite& site) {
  if (!site.absolute) return refuse_absolute();
  int64_t V = symbol_plus_addend(site);
  if (ApplyResult result = check_range(V, INT64_C(-0x80000800), UINT32_MAX);
      !result) {
    return result;
  }
  uint32_t code = read32(site.bytes, site.offset);
  if (site.type == kHi20) {
    code = set_upper(code, V);
  } else {
    code = site.type == kLo12I ? set_lower_i(code, V) : set_lower_s(code, V);
  }
  write32(site.bytes, site.offset, code);
  return {};
}

}  // namespace

ApplyResult MachineRiscv::apply(const RelocationSite& site) const {
  size_t size = find_size(kTypes, site.type);
  if (!in_bounds(site.bytes, site.offset, size)) return outside_section(site);

  switch (site.type) {
    case k32:
      return apply_absolute(site, 4, INT32_MIN, UINT32_MAX);
    case k64:
      return apply_absolute(site, 8, INT64_MIN, INT64_MAX);
    case k32Pcrel:
    case kPlt32:
      return apply_distance(site, site.offset, 4, distance(site));
    case kBranch:
    case kJal:
    case kRvcBranch:
    case kRvcJump:
      return apply_jump(site);
    case kCall:
    case kCallPlt:
      return apply_call(site);
    case kGotHi20:
    case kPcrelHi20:
      return apply_upper(site);
    case kPcrelLo12I:
    case kPcrelLo12S:
      return apply_lower(site);
    case kHi20:
    case kLo12I:
    case kLo12S:
      return apply_number(site);
    default:
      return apply_difference(site, size);
  }
}

// --- Relaxation --------------------------------------------------------------

// The assembler puts in what is needed if the code before has an odd number of
// halfwords: the alignment less one halfword.
std::optional<uint64_t> MachineRiscv::padding_alignment(uint32_t type,
                                                        int64_t addend) const {
  if (type != kAlign || addend < 0 || addend > 4096) return std::nullopt;
  return std::bit_ceil(uint64_t(addend) + 2);
}

void MachineRiscv::write_padding(std::span<uint8_t> code) const {
  size_t i = 0;
  for (; i + 4 <= code.size(); i += 4) write32(code, i, 0x00000013);  // nop
  if (i + 2 <= code.size()) write16(code, i, 0x0001);                 // c.nop
}

std::optional<ShortForm> MachineRiscv::shorten(uint32_t type,
                                               std::span<const uint8_t> code,
                                               int64_t V, int64_t slack) const {
  if ((type != kCall && type != kCallPlt) || code.size() < 8) {
    return std::nullopt;
  }
  uint32_t upper = read32(code, 0);
  uint32_t jump = read32(code, 4);
  bool is_call = (upper & kOpcodeMask) == kAuipc &&
                 (jump & (kOpcodeMask | kFunct3Mask)) == kJalr;
  if (!is_call || V % 2 != 0) return std::nullopt;

  uint32_t rd = jump >> kRdShift & 31;
  auto reaches = [&](int64_t limit) {
    return V >= -limit + slack && V <= limit - 2 - slack;
  };
  if (reaches(int64_t{1} << 11)) {
    if (rd == 0) return ShortForm{8, 2, 0xa001, kRvcJump};             // c.j
    if (rd == 1 && !is_64_) return ShortForm{8, 2, 0x2001, kRvcJump};  // c.jal
  }
  if (reaches(int64_t{1} << 20)) {
    return ShortForm{8, 4, kJalInstruction | rd << kRdShift, kJal};
  }
  return std::nullopt;
}

void MachineRiscv::write_entry_jump(std::span<uint8_t> code,
                                    uint64_t entry) const {
  constexpr uint32_t kT1 = 6;
  int64_t V = int64_t(entry);
  write32(code, 0, set_upper(kAuipc | kT1 << kRdShift, V));
  write32(code, 4, set_lower_i(kJalr | kT1 << kRs1Shift, V));
}

const Machine& machine_riscv(const Target& target) {
  static const MachineRiscv machine32(false);
  static const MachineRiscv machine64(true);
  return target.word_size == 4 ? machine32 : machine64;
}

}  // namespace wasm2mpy::link
