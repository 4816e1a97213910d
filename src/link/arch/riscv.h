// The fields of RISC-V instructions that relocations write.
//
// Encodings: The RISC-V Instruction Set Manual, volume I.
#ifndef WASM2MPY_LINK_ARCH_RISCV_H_
#define WASM2MPY_LINK_ARCH_RISCV_H_

#include <cstdint>

namespace wasm2mpy::link {

constexpr uint32_t kOpcodeMask = 0x7f;
constexpr uint32_t kLoad = 0x03;
constexpr uint32_t kAddi = 0x13;
constexpr uint32_t kAuipc = 0x17;
constexpr uint32_t kJalr = 0x67;
constexpr uint32_t kJalInstruction = 0x6f;
constexpr uint32_t kFunct3Mask = 0x7000;
constexpr unsigned kRdShift = 7;
constexpr unsigned kRs1Shift = 15;

// The instruction `code` with the number V, or its upper or lower part, in its
// field.

// LUI and AUIPC. The upper part is rounded, because the lower part is signed.
uint32_t set_upper(uint32_t code, int64_t V);
// Loads, ADDI and JALR; stores.
uint32_t set_lower_i(uint32_t code, int64_t V);
uint32_t set_lower_s(uint32_t code, int64_t V);
uint32_t set_jal(uint32_t code, int64_t V);
uint32_t set_branch(uint32_t code, int64_t V);
// C.J and C.JAL; C.BEQZ and C.BNEZ.
uint32_t set_compressed_jump(uint32_t code, int64_t V);
uint32_t set_compressed_branch(uint32_t code, int64_t V);

}  // namespace wasm2mpy::link

#endif  // WASM2MPY_LINK_ARCH_RISCV_H_
