// The fields of Thumb instructions that relocations read and write.
//
// A 32-bit instruction is two halfwords, the first at the lower address; here
// the first is the upper half of the word. Values are in bytes.
//
// Encodings: Armv7-M Architecture Reference Manual, chapter A7.
#ifndef WASM2MPY_LINK_ARCH_THUMB_H_
#define WASM2MPY_LINK_ARCH_THUMB_H_

#include <cstdint>
#include <span>

namespace wasm2mpy::link {

// The signed number in the lower `bits` bits of `value`.
int64_t sign_extend(uint32_t value, unsigned bits);

uint32_t read_thumb(std::span<const uint8_t> bytes, uint64_t offset);
void write_thumb(std::span<uint8_t> bytes, uint64_t offset, uint32_t code);

// The distance of BL and B.W.
int64_t branch24(uint32_t code);
uint32_t set_branch24(uint32_t code, int64_t V);

// The distance of B<cond>.W.
int64_t branch19(uint32_t code);
uint32_t set_branch19(uint32_t code, int64_t V);

// The number of MOVW and MOVT.
int64_t move16(uint32_t code);
uint32_t set_move16(uint32_t code, uint32_t value);

// What ADR.W adds to the program counter.
int64_t address12(uint32_t code);
uint32_t set_address12(uint32_t code, int64_t V);

// The same of LDR.W.
int64_t load12(uint32_t code);
uint32_t set_load12(uint32_t code, int64_t V);

}  // namespace wasm2mpy::link

#endif  // WASM2MPY_LINK_ARCH_THUMB_H_
