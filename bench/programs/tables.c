// A large table of constants: 8 KB of data that is looked up in.
#include "program.h"

#define T4(x) (x) * 2654435761u, (x) * 2246822519u, (x) * 3266489917u, (x) * 668265263u
#define T16(x) T4(x), T4(x + 1), T4(x + 2), T4(x + 3)
#define T64(x) T16(x), T16(x + 4), T16(x + 8), T16(x + 12)
#define T256(x) T64(x), T64(x + 16), T64(x + 32), T64(x + 48)
#define T1024(x) T256(x), T256(x + 64), T256(x + 128), T256(x + 192)

static const uint32_t table[2048] = {T1024(1u), T1024(257u)};

uint32_t run(uint32_t rounds) {
  uint32_t state = 1;
  while (rounds--) {
    for (int i = 0; i < 256; ++i) {
      state = (state << 5 | state >> 27) ^ table[state & 2047];
      state += table[(state >> 11) & 2047] >> 3;
    }
  }
  return state;
}
