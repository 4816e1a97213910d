// Accesses to linear memory that are not aligned, on cores that fault on them.
// The generator calls these when the address turns out not to be what the
// module promised; they are for correctness, not for speed.
#include "rt.h"

uint32_t rt_load16(const uint8_t *at) { return at[0] | (uint32_t)at[1] << 8; }

uint32_t rt_load32(const uint8_t *at) {
  return rt_load16(at) | rt_load16(at + 2) << 16;
}

uint64_t rt_load64(const uint8_t *at) {
  return rt_load32(at) | (uint64_t)rt_load32(at + 4) << 32;
}

void rt_store16(uint8_t *at, uint32_t value) {
  at[0] = (uint8_t)value;
  at[1] = (uint8_t)(value >> 8);
}

void rt_store32(uint8_t *at, uint32_t value) {
  rt_store16(at, value);
  rt_store16(at + 2, value >> 16);
}

void rt_store64(uint8_t *at, uint64_t value) {
  rt_store32(at, (uint32_t)value);
  rt_store32(at + 4, (uint32_t)(value >> 32));
}
