// Division of 64-bit integers where the core divides 32 bits by 32 (or, on
// i386, 64 by 32).
//
// Nobody asks for the result of a division by zero: the code for WebAssembly
// traps before.
//
// Algorithms: Warren, Hacker's Delight, 9-4 (64 by 32 bits) and 9-5 (a divisor
// of more than 32 bits: dividing by its upper half gives the quotient or one
// more).
#include "builtins.h"

#ifdef __xtensa__
// Where the core gives only the lower 32 bits of a product.
BUILTIN uint64_t __muldi3(uint64_t a, uint64_t b) {
  uint32_t x = (uint32_t)a, y = (uint32_t)b;
  uint32_t x0 = x & 0xffff, x1 = x >> 16, y0 = y & 0xffff, y1 = y >> 16;
  uint32_t low = x0 * y0;
  uint32_t middle = x1 * y0 + (low >> 16);
  uint32_t middle2 = x0 * y1 + (middle & 0xffff);
  uint32_t high = x1 * y1 + (middle >> 16) + (middle2 >> 16);
  high += (uint32_t)(a >> 32) * y + x * (uint32_t)(b >> 32);
  return (uint64_t)high << 32 | middle2 << 16 | (low & 0xffff);
}
#endif

static uint32_t high(uint64_t x) { return (uint32_t)(x >> 32); }

// The quotient of n1 * 2^32 + n0 by d, for n1 < d; stores the remainder.
static uint32_t divide_64_32(uint32_t n1, uint32_t n0, uint32_t d,
                             uint32_t *rest) {
#ifdef __i386__
  uint32_t quotient;
  __asm__("divl %4"
          : "=a"(quotient), "=d"(*rest)
          : "0"(n0), "1"(n1), "r"(d)
          : "cc");
  return quotient;
#else
  int shift = rt_clz32(d);
  d <<= shift;
  if (shift != 0) n1 = n1 << shift | n0 >> (32 - shift);
  n0 <<= shift;
  uint32_t d1 = d >> 16, d0 = d & 0xffff;
  uint32_t quotient = 0;
  // Two digits of 16 bits, each at most 2 too large at first.
  for (int i = 0; i < 2; ++i) {
    uint32_t digit = n1 / d1;
    uint32_t r = n1 - digit * d1;
    uint32_t next = n0 >> 16;
    n0 <<= 16;
    while (digit > 0xffff || digit * d0 > (r << 16 | next)) {
      --digit;
      r += d1;
      if (r > 0xffff) break;
    }
    n1 = (n1 << 16 | next) - digit * d;
    quotient = quotient << 16 | digit;
  }
  *rest = n1 >> shift;
  return quotient;
#endif
}

INTERNAL uint64_t rt_divide_u64(uint64_t n, uint64_t d, uint64_t *rest) {
  if (high(d) == 0) {
    uint32_t d0 = (uint32_t)d, n1 = high(n), q1 = 0, r;
    if (n1 == 0) {
      // Most 64-bit numbers are small.
      q1 = (uint32_t)n / d0;
      *rest = (uint32_t)n - q1 * d0;
      return q1;
    }
    if (n1 >= d0) {
      q1 = n1 / d0;
      n1 -= q1 * d0;
    }
    uint32_t q0 = divide_64_32(n1, (uint32_t)n, d0, &r);
    *rest = r;
    return (uint64_t)q1 << 32 | q0;
  }
  int shift = rt_clz32(high(d));
  uint32_t d1 =
      shift == 0 ? high(d) : high(d) << shift | (uint32_t)d >> (32 - shift);
  uint64_t half = n >> 1;
  uint32_t unused;
  uint32_t q = divide_64_32(high(half), (uint32_t)half, d1, &unused);
  q >>= 31 - shift;
  if (q != 0) --q;
  n -= (uint64_t)q * d;
  if (n >= d) {
    n -= d;
    ++q;
  }
  *rest = n;
  return q;
}

static uint64_t negate_if(uint64_t x, int64_t sign) {
  return (x ^ (uint64_t)sign) - (uint64_t)sign;
}

#ifdef __arm__
INTERNAL int64_t rt_divide_i64(int64_t n, int64_t d, uint64_t *rest) {
  int64_t n_sign = n >> 63, d_sign = d >> 63;
  uint64_t q = rt_divide_u64(negate_if((uint64_t)n, n_sign),
                             negate_if((uint64_t)d, d_sign), rest);
  *rest = negate_if(*rest, n_sign);
  return (int64_t)negate_if(q, n_sign ^ d_sign);
}

// Quotient in r0 and r1, remainder in r2 and r3, which C has no type for.
#define DIVIDE_BOTH(function)                                                  \
  __asm__("push {r4, lr}\n"                                                    \
          "sub sp, #16\n"                                                      \
          "add r4, sp, #8\n"                                                   \
          "str r4, [sp]\n" /* the third parameter: where the remainder goes */ \
          "bl " #function "\n"                                                 \
          "ldr r2, [sp, #8]\n"                                                 \
          "ldr r3, [sp, #12]\n"                                                \
          "add sp, #16\n"                                                      \
          "pop {r4, pc}")

BUILTIN __attribute__((naked)) void __aeabi_uldivmod(void) {
  DIVIDE_BOTH(rt_divide_u64);
}

BUILTIN __attribute__((naked)) void __aeabi_ldivmod(void) {
  DIVIDE_BOTH(rt_divide_i64);
}
#else
BUILTIN uint64_t __udivdi3(uint64_t n, uint64_t d) {
  uint64_t rest;
  return rt_divide_u64(n, d, &rest);
}

BUILTIN uint64_t __umoddi3(uint64_t n, uint64_t d) {
  uint64_t rest;
  rt_divide_u64(n, d, &rest);
  return rest;
}

BUILTIN int64_t __divdi3(int64_t n, int64_t d) {
  int64_t n_sign = n >> 63, d_sign = d >> 63;
  uint64_t q =
      __udivdi3(negate_if((uint64_t)n, n_sign), negate_if((uint64_t)d, d_sign));
  return (int64_t)negate_if(q, n_sign ^ d_sign);
}

BUILTIN int64_t __moddi3(int64_t n, int64_t d) {
  int64_t n_sign = n >> 63, d_sign = d >> 63;
  uint64_t r =
      __umoddi3(negate_if((uint64_t)n, n_sign), negate_if((uint64_t)d, d_sign));
  return (int64_t)negate_if(r, n_sign);
}
#endif
