// Quicksort of integers, recursive.
#include "program.h"

#define SIZE 512

static int32_t items[SIZE];

static void sort(int32_t *lo, int32_t *hi) {
  while (lo < hi) {
    int32_t pivot = lo[(hi - lo) / 2];
    int32_t *i = lo, *j = hi;
    while (i <= j) {
      while (*i < pivot) ++i;
      while (*j > pivot) --j;
      if (i <= j) {
        int32_t swap = *i;
        *i++ = *j;
        *j-- = swap;
      }
    }
    if (j - lo < hi - i) {
      sort(lo, j);
      lo = i;
    } else {
      sort(i, hi);
      hi = j;
    }
  }
}

uint32_t run(uint32_t rounds) {
  uint32_t sum = 0;
  uint32_t state = 1;
  while (rounds--) {
    for (int i = 0; i < SIZE; ++i) {
      state = state * 1664525u + 1013904223u;
      items[i] = (int32_t)(state >> 4) - (1 << 27);
    }
    sort(items, items + SIZE - 1);
    for (int i = 0; i < SIZE; i += 16) sum = sum * 31 + (uint32_t)items[i];
  }
  return sum;
}
