// The sieve of Eratosthenes.
#include "program.h"

#define SIZE 4096

static uint8_t composite[SIZE];

uint32_t run(uint32_t rounds) {
  uint32_t count = 0;
  while (rounds--) {
    for (uint32_t i = 0; i < SIZE; ++i) composite[i] = 0;
    for (uint32_t i = 2; i < SIZE; ++i) {
      if (composite[i]) continue;
      ++count;
      for (uint32_t j = i * 2; j < SIZE; j += i) composite[j] = 1;
    }
  }
  return count;
}
