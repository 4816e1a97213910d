// Division of 32-bit integers where the core has none (ESP8266): a bit at a
// time, from the first bit that the quotient can have.
//
// Nobody asks for the result of a division by zero.
#include "builtins.h"

// The quotient, and above it the remainder.
INTERNAL uint64_t rt_divide_u32(uint32_t n, uint32_t d) {
  uint32_t quotient = 0;
  int shift = rt_clz32(d) - rt_clz32(n);
  if (shift >= 0) {
    d <<= shift;
    do {
      quotient <<= 1;
      if (n >= d) {
        n -= d;
        ++quotient;
      }
      d >>= 1;
    } while (--shift >= 0);
  }
  return (uint64_t)n << 32 | quotient;
}

static uint32_t negate_if(uint32_t x, int32_t sign) {
  return (x ^ (uint32_t)sign) - (uint32_t)sign;
}

static uint32_t magnitude(int32_t x) { return negate_if((uint32_t)x, x >> 31); }

BUILTIN uint32_t __udivsi3(uint32_t n, uint32_t d) {
  return (uint32_t)rt_divide_u32(n, d);
}

BUILTIN uint32_t __umodsi3(uint32_t n, uint32_t d) {
  return (uint32_t)(rt_divide_u32(n, d) >> 32);
}

BUILTIN int32_t __divsi3(int32_t n, int32_t d) {
  uint32_t q = (uint32_t)rt_divide_u32(magnitude(n), magnitude(d));
  return (int32_t)negate_if(q, (n ^ d) >> 31);
}

BUILTIN int32_t __modsi3(int32_t n, int32_t d) {
  uint32_t r = (uint32_t)(rt_divide_u32(magnitude(n), magnitude(d)) >> 32);
  return (int32_t)negate_if(r, n >> 31);
}
