// What neither MicroPython nor our compiler runtime has: some functions of the
// C library, and arithmetic that libgcc leaves to the ROM of the chips.
//
// Weak, like all of the compiler runtime: another may come along with it.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WEAK __attribute__((weak))

typedef struct {
  uint32_t quotient, rest;
} division_t;

// Dividing by zero gives something, as in C.
static division_t divide(uint32_t n, uint32_t d) {
  division_t result = {0, n};
  if (d == 0) return result;
  int shift = 0;
  while (shift < 31 && d << shift >> shift == d && d << shift <= n) shift++;
  for (; shift >= 0; shift--) {
    uint32_t part = d << shift;
    if (part >> shift == d && part <= result.rest) {
      result.rest -= part;
      result.quotient |= (uint32_t)1 << shift;
    }
  }
  return result;
}

static uint32_t magnitude(int32_t x) { return x < 0 ? -(uint32_t)x : x; }

WEAK uint32_t __udivsi3(uint32_t n, uint32_t d) {
  return divide(n, d).quotient;
}

WEAK uint32_t __umodsi3(uint32_t n, uint32_t d) { return divide(n, d).rest; }

WEAK int32_t __divsi3(int32_t n, int32_t d) {
  uint32_t quotient = divide(magnitude(n), magnitude(d)).quotient;
  return (n < 0) != (d < 0) ? -quotient : quotient;
}

WEAK int32_t __modsi3(int32_t n, int32_t d) {
  uint32_t rest = divide(magnitude(n), magnitude(d)).rest;
  return n < 0 ? -rest : rest;
}

// In 16-bit parts: the cores have only the lower half of a product.
WEAK uint64_t __muldi3(uint64_t x, uint64_t y) {
  uint32_t x0 = (uint16_t)x, x1 = (uint32_t)x >> 16;
  uint32_t y0 = (uint16_t)y, y1 = (uint32_t)y >> 16;
  uint32_t low = x0 * y0, middle = x1 * y0, middle2 = x0 * y1;
  uint32_t high = x1 * y1 + (uint32_t)x * (uint32_t)(y >> 32) +
                  (uint32_t)(x >> 32) * (uint32_t)y;
  middle += low >> 16;
  high += middle >> 16;
  middle2 += (uint16_t)middle;
  high += middle2 >> 16;
  return (uint64_t)high << 32 | middle2 << 16 | (uint16_t)low;
}

char *strrchr(const char *text, int c) {
  const char *found = NULL;
  do {
    if (*text == (char)c) found = text;
  } while (*text++);
  return (char *)found;
}

// Decimal numbers only, for the size of the heap.
unsigned long strtoul(const char *text, char **end, int base) {
  (void)base;
  unsigned long value = 0;
  for (; *text >= '0' && *text <= '9'; text++) value = value * 10 + *text - '0';
  if (end) *end = (char *)text;
  return value;
}
