// A hash with 64-bit multiplications and rotations, as xxHash64 and others.
#include "program.h"

#define WORDS 128

static uint64_t data[WORDS];

static uint64_t rotate(uint64_t x, int n) { return x << n | x >> (64 - n); }

static uint64_t mix(uint64_t hash, uint64_t word) {
  hash ^= rotate(word * 0xc2b2ae3d27d4eb4full, 31) * 0x9e3779b185ebca87ull;
  return rotate(hash, 27) * 0x9e3779b185ebca87ull + 0x85ebca77c2b2ae63ull;
}

uint32_t run(uint32_t rounds) {
  for (uint64_t i = 0; i < WORDS; ++i) data[i] = i * 0x0123456789abcdefull;
  uint64_t hash = 1;
  while (rounds--) {
    for (int i = 0; i < WORDS; ++i) hash = mix(hash, data[i]);
    data[rounds % WORDS] ^= hash % 1000003;
    hash += hash / (data[1] | 1);
  }
  return (uint32_t)(hash ^ hash >> 32);
}
