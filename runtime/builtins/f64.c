// double: arithmetic, comparison, conversion. See float.inc.
#include "builtins.h"

typedef uint64_t Rep;
typedef int64_t Signed;
typedef uint64_t Arg;
#define kSig 52
#define kMaxExp 0x7ff
#define CLZ(x) rt_clz64(x)
#define SHIFT_STICKY rt_shift_sticky64
#define F(name) name##_f64

#ifdef __XTENSA_CALL0_ABI__
// The core gives the lower 32 bits of a product.
INTERNAL uint64_t rt_multiply_words(uint32_t x, uint32_t y) {
  uint32_t x0 = x & 0xffff, x1 = x >> 16, y0 = y & 0xffff, y1 = y >> 16;
  uint32_t low = x0 * y0;
  uint32_t middle = x1 * y0 + (low >> 16);
  uint32_t middle2 = x0 * y1 + (middle & 0xffff);
  uint32_t high = x1 * y1 + (middle >> 16) + (middle2 >> 16);
  return (uint64_t)high << 32 | middle2 << 16 | (low & 0xffff);
}
#define multiply_words rt_multiply_words
#else
#define multiply_words(x, y) ((uint64_t)(x) * (y))
#endif

static Rep multiply_high(Rep a, Rep b) {
#ifdef __SIZEOF_INT128__
  unsigned __int128 product = (unsigned __int128)a * b;
  return (Rep)(product >> 64) | ((Rep)product != 0);
#else
  uint32_t a0 = (uint32_t)a, a1 = (uint32_t)(a >> 32);
  uint32_t b0 = (uint32_t)b, b1 = (uint32_t)(b >> 32);
  uint64_t low = multiply_words(a0, b0);
  uint64_t middle = multiply_words(a1, b0) + (low >> 32);
  uint64_t middle2 = multiply_words(a0, b1) + (uint32_t)middle;
  uint64_t high = multiply_words(a1, b1) + (middle >> 32) + (middle2 >> 32);
  return high | (((uint32_t)low | (uint32_t)middle2) != 0);
#endif
}
#define MULTIPLY_HIGH multiply_high

// Five digits of 11 bits. A digit is estimated, at most 2 too small, by the
// division of 27 by 16 bits: all these cores have at worst a fast function for
// 32 bits.
static Rep divide(Rep n, Rep d) {
  uint32_t d_top = (uint32_t)(d >> 37) + 1;
  Rep q = 1;
  n -= d;
  for (int i = 0; i < 5; ++i) {
    n <<= 11;
    uint32_t digit = (uint32_t)(n >> 37) / d_top;
    n -= digit * d;
    while (n >= d) {
      n -= d;
      ++digit;
    }
    q = q << 11 | digit;
  }
  return q << 7 | (n != 0);
}
#define DIVIDE divide
#define DIVISION SMALL  // 284 B less on rv32imc, 37 instructions more

#include "float.inc"

ALIAS(__adddf3, rt_add_f64, Rep, Arg, Arg);
ARM_ALIAS(__aeabi_dadd, rt_add_f64, Rep, Arg, Arg);
ALIAS(__muldf3, rt_mul_f64, Rep, Arg, Arg);
ARM_ALIAS(__aeabi_dmul, rt_mul_f64, Rep, Arg, Arg);
ALIAS(__divdf3, rt_div_f64, Rep, Arg, Arg);
ARM_ALIAS(__aeabi_ddiv, rt_div_f64, Rep, Arg, Arg);

BUILTIN Rep __subdf3(Arg a, Arg b) { return rt_add_f64(a, b ^ kSign); }
ARM_ALIAS(__aeabi_dsub, __subdf3, Rep, Arg, Arg);

#ifdef __arm__
BUILTIN int __aeabi_dcmpeq(Arg a, Arg b) {
  return rt_compare_le_f64(a, b) == 0;
}
BUILTIN int __aeabi_dcmplt(Arg a, Arg b) { return rt_compare_le_f64(a, b) < 0; }
BUILTIN int __aeabi_dcmple(Arg a, Arg b) {
  return rt_compare_le_f64(a, b) <= 0;
}
BUILTIN int __aeabi_dcmpgt(Arg a, Arg b) { return rt_compare_ge_f64(a, b) > 0; }
BUILTIN int __aeabi_dcmpge(Arg a, Arg b) {
  return rt_compare_ge_f64(a, b) >= 0;
}
#endif
ALIAS(__eqdf2, rt_compare_le_f64, int, Arg, Arg);
ALIAS(__nedf2, rt_compare_le_f64, int, Arg, Arg);
ALIAS(__ltdf2, rt_compare_le_f64, int, Arg, Arg);
ALIAS(__ledf2, rt_compare_le_f64, int, Arg, Arg);
ALIAS(__gtdf2, rt_compare_ge_f64, int, Arg, Arg);
ALIAS(__gedf2, rt_compare_ge_f64, int, Arg, Arg);
ALIAS(__unorddf2, rt_unordered_f64, int, Arg, Arg);
ARM_ALIAS(__aeabi_dcmpun, rt_unordered_f64, int, Arg, Arg);

ALIAS(__fixunsdfdi, rt_to_u64_f64, uint64_t, Arg);
ARM_ALIAS(__aeabi_d2ulz, rt_to_u64_f64, uint64_t, Arg);
ALIAS(__fixdfdi, rt_to_i64_f64, int64_t, Arg);
ARM_ALIAS(__aeabi_d2lz, rt_to_i64_f64, int64_t, Arg);
ALIAS(__fixunsdfsi, rt_to_u32_f64, uint32_t, Arg);
ARM_ALIAS(__aeabi_d2uiz, rt_to_u32_f64, uint32_t, Arg);
ALIAS(__fixdfsi, rt_to_i32_f64, int32_t, Arg);
ARM_ALIAS(__aeabi_d2iz, rt_to_i32_f64, int32_t, Arg);

BUILTIN Rep __floatundidf(uint64_t value) {
  return pack(0, kBias + kTop, value);
}
ARM_ALIAS(__aeabi_ul2d, __floatundidf, Rep, uint64_t);
BUILTIN Rep __floatdidf(int64_t value) {
  uint64_t v = (uint64_t)value;
  return pack(v & kSign, kBias + kTop, value < 0 ? -v : v);
}
ARM_ALIAS(__aeabi_l2d, __floatdidf, Rep, int64_t);
BUILTIN Rep __floatunsidf(uint32_t value) { return __floatundidf(value); }
ARM_ALIAS(__aeabi_ui2d, __floatunsidf, Rep, uint32_t);
BUILTIN Rep __floatsidf(int32_t value) { return __floatdidf(value); }
ARM_ALIAS(__aeabi_i2d, __floatsidf, Rep, int32_t);

// From float; exact.
BUILTIN Rep __extendsfdf2(uintptr_t x) {
  uint32_t a = (uint32_t)x;
  Rep sign = (Rep)(a >> 31) << 63;
  int exponent = (int)(a >> 23) & 0xff;
  Rep fraction = a & 0x7fffff;
  if (exponent == 0xff) return fraction != 0 ? kNan : sign | kInf;
  if (exponent == 0) {
    exponent = 1;
  } else {
    fraction |= 0x800000;
  }
  return pack(sign, exponent - 127 + kBias, fraction << (kTop - 23));
}
ARM_ALIAS(__aeabi_f2d, __extendsfdf2, Rep, uintptr_t);
