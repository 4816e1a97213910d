// fannkuch: the most flips of pancakes over all permutations.
#include "program.h"

#define N 7

static int32_t permutation[N], flipped[N], counts[N];

uint32_t run(uint32_t rounds) {
  uint32_t result = 0;
  while (rounds--) {
    int32_t most = 0, checksum = 0, sign = 0, r = N;
    for (int i = 0; i < N; ++i) permutation[i] = i;
    for (;;) {
      for (; r != 1; --r) counts[r - 1] = r;
      for (int i = 0; i < N; ++i) flipped[i] = permutation[i];
      int32_t flips = 0;
      for (int32_t first; (first = flipped[0]) != 0; ++flips) {
        for (int32_t i = 0, j = first; i < j; ++i, --j) {
          int32_t swap = flipped[i];
          flipped[i] = flipped[j];
          flipped[j] = swap;
        }
      }
      if (flips > most) most = flips;
      checksum += sign ? -flips : flips;
      sign = !sign;
      for (;; ++r) {
        if (r == N) goto done;
        int32_t first = permutation[0];
        for (int i = 0; i < r; ++i) permutation[i] = permutation[i + 1];
        permutation[r] = first;
        if (--counts[r] > 0) break;
      }
    }
  done:
    result = result * 31 + (uint32_t)(checksum * 100 + most);
  }
  return result;
}
