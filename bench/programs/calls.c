// Many calls: recursion, mutual recursion, and calls through a table.
#include "program.h"

__attribute__((noinline)) static uint32_t fib(uint32_t n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

__attribute__((noinline)) static uint32_t ackermann(uint32_t m, uint32_t n) {
  if (m == 0) return n + 1;
  if (n == 0) return ackermann(m - 1, 1);
  return ackermann(m - 1, ackermann(m, n - 1));
}

static uint32_t twice(uint32_t x) { return 2 * x; }
static uint32_t next(uint32_t x) { return x + 1; }
static uint32_t square(uint32_t x) { return x * x; }
static uint32_t half(uint32_t x) { return x / 2; }
static uint32_t (*volatile const functions[4])(uint32_t) = {twice, next, square,
                                                            half};

uint32_t run(uint32_t rounds) {
  uint32_t sum = 0;
  while (rounds--) {
    sum += fib(10) + ackermann(2, 3);
    for (uint32_t i = 0; i < 64; ++i) sum = functions[(sum ^ i) & 3](sum);
  }
  return sum;
}
