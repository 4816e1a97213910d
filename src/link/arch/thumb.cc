#include "link/arch/thumb.h"

#include "link/machine.h"

namespace wasm2mpy::link {

int64_t sign_extend(uint32_t value, unsigned bits) {
  uint32_t sign = uint32_t{1} << (bits - 1);
  return int64_t(value ^ sign) - int64_t(sign);
}

uint32_t read_thumb(std::span<const uint8_t> bytes, uint64_t offset) {
  return uint32_t{read16(bytes, offset)} << 16 | read16(bytes, offset + 2);
}
void write_thumb(std::span<uint8_t> bytes, uint64_t offset, uint32_t code) {
  write16(bytes, offset, uint16_t(code >> 16));
  write16(bytes, offset + 2, uint16_t(code));
}

// BL and B.W: 11110 S imm10 | 1x J1 x J2 imm11, offset S:I1:I2:imm10:imm11:0
// with I = not(J xor S).
int64_t branch24(uint32_t code) {
  uint32_t S = code >> 26 & 1;
  uint32_t I1 = ~(code >> 13 ^ S) & 1;
  uint32_t I2 = ~(code >> 11 ^ S) & 1;
  uint32_t imm10 = code >> 16 & 0x3ff;
  uint32_t imm11 = code & 0x7ff;
  return sign_extend(S << 24 | I1 << 23 | I2 << 22 | imm10 << 12 | imm11 << 1,
                     25);
}
uint32_t set_branch24(uint32_t code, int64_t V) {
  uint32_t v = uint32_t(V);
  uint32_t S = v >> 24 & 1;
  uint32_t J1 = ~(v >> 23 ^ S) & 1;
  uint32_t J2 = ~(v >> 22 ^ S) & 1;
  return (code & 0xf800d000) | S << 26 | (v >> 12 & 0x3ff) << 16 | J1 << 13 |
         J2 << 11 | (v >> 1 & 0x7ff);
}

// B<cond>.W: 11110 S cond imm6 | 10 J1 0 J2 imm11, offset
// S:J2:J1:imm6:imm11:0.
int64_t branch19(uint32_t code) {
  uint32_t S = code >> 26 & 1;
  uint32_t J1 = code >> 13 & 1;
  uint32_t J2 = code >> 11 & 1;
  uint32_t imm6 = code >> 16 & 0x3f;
  uint32_t imm11 = code & 0x7ff;
  return sign_extend(S << 20 | J2 << 19 | J1 << 18 | imm6 << 12 | imm11 << 1,
                     21);
}
uint32_t set_branch19(uint32_t code, int64_t V) {
  uint32_t v = uint32_t(V);
  return (code & 0xfbc0d000) | (v >> 20 & 1) << 26 | (v >> 12 & 0x3f) << 16 |
         (v >> 18 & 1) << 13 | (v >> 19 & 1) << 11 | (v >> 1 & 0x7ff);
}

// MOVW and MOVT: 11110 i 10x100 imm4 | 0 imm3 Rd imm8, value imm4:i:imm3:imm8.
int64_t move16(uint32_t code) {
  return sign_extend((code >> 16 & 0xf) << 12 | (code >> 26 & 1) << 11 |
                         (code >> 12 & 7) << 8 | (code & 0xff),
                     16);
}
uint32_t set_move16(uint32_t code, uint32_t value) {
  return (code & 0xfbf08f00) | (value >> 12 & 0xf) << 16 |
         (value >> 11 & 1) << 26 | (value >> 8 & 7) << 12 | (value & 0xff);
}

// ADR.W is ADD or SUB of i:imm3:imm8 to the program counter; 0xa0 in the first
// halfword makes it SUB.
constexpr uint32_t kAdrSubtract = 0x00a00000;
int64_t address12(uint32_t code) {
  int64_t value =
      int64_t((code >> 26 & 1) << 11 | (code >> 12 & 7) << 8 | (code & 0xff));
  return (code & kAdrSubtract) != 0 ? -value : value;
}
uint32_t set_address12(uint32_t code, int64_t V) {
  uint32_t v = uint32_t(V < 0 ? -V : V);
  return (code & ~(kAdrSubtract | 0x040070ff)) | (V < 0 ? kAdrSubtract : 0) |
         (v >> 11 & 1) << 26 | (v >> 8 & 7) << 12 | (v & 0xff);
}

// LDR.W Rt, [pc, #+-imm12]; bit 7 of the first halfword means plus.
constexpr uint32_t kLoadAdd = 0x00800000;
int64_t load12(uint32_t code) {
  int64_t value = code & 0xfff;
  return (code & kLoadAdd) != 0 ? value : -value;
}
uint32_t set_load12(uint32_t code, int64_t V) {
  uint32_t v = uint32_t(V < 0 ? -V : V);
  return (code & ~(kLoadAdd | 0xfff)) | (V < 0 ? 0 : kLoadAdd) | v;
}

}  // namespace wasm2mpy::link
