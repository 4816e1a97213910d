// float: arithmetic, comparison, conversion. See float.inc.
#include "builtins.h"

typedef uint32_t Rep;
typedef int32_t Signed;
typedef uintptr_t Arg;
#define kSig 23
#define kMaxExp 0xff
#define CLZ(x) rt_clz32(x)
#define F(name) name##_f32

static Rep shift_sticky(Rep m, unsigned n) {
  if (n > 31) return m != 0;
  Rep result = m >> n;
  return result | (result << n != m);
}
#define SHIFT_STICKY shift_sticky

static Rep multiply_high(Rep a, Rep b) {
#ifdef __XTENSA_CALL0_ABI__
  // The core gives the lower 32 bits of a product. The factors have 24 bits:
  // in 16 and 8 parts, no sum here has more than 32.
  uint32_t a1 = a >> 16, a0 = a >> 8 & 0xff;
  uint32_t b1 = b >> 16, b0 = b >> 8 & 0xff;
  uint32_t low = a0 * b0;
  uint32_t middle = a1 * b0 + a0 * b1 + (low >> 8);
  return (a1 * b1 + (middle >> 8)) | (((middle | low) & 0xff) != 0);
#else
  uint64_t product = (uint64_t)a * b;
  return (Rep)(product >> 32) | ((Rep)product != 0);
#endif
}
#define MULTIPLY_HIGH multiply_high

// Three digits of 8 bits.
static Rep divide(Rep n, Rep d) {
  Rep q = 1;
  n -= d;
  for (int i = 0; i < 3; ++i) {
    n <<= 8;
    Rep digit = n / d;
    n -= digit * d;
    q = q << 8 | digit;
  }
  return q << 6 | (n != 0);
}
#define DIVIDE divide
#define DIVISION INTERNAL

#include "float.inc"

ALIAS(__addsf3, rt_add_f32, Rep, Arg, Arg);
ARM_ALIAS(__aeabi_fadd, rt_add_f32, Rep, Arg, Arg);
ALIAS(__mulsf3, rt_mul_f32, Rep, Arg, Arg);
ARM_ALIAS(__aeabi_fmul, rt_mul_f32, Rep, Arg, Arg);
ALIAS(__divsf3, rt_div_f32, Rep, Arg, Arg);
ARM_ALIAS(__aeabi_fdiv, rt_div_f32, Rep, Arg, Arg);

BUILTIN Rep __subsf3(Arg a, Arg b) { return rt_add_f32(a, b ^ kSign); }
ARM_ALIAS(__aeabi_fsub, __subsf3, Rep, Arg, Arg);

#ifdef __arm__
BUILTIN int __aeabi_fcmpeq(Arg a, Arg b) {
  return rt_compare_le_f32(a, b) == 0;
}
BUILTIN int __aeabi_fcmplt(Arg a, Arg b) { return rt_compare_le_f32(a, b) < 0; }
BUILTIN int __aeabi_fcmple(Arg a, Arg b) {
  return rt_compare_le_f32(a, b) <= 0;
}
BUILTIN int __aeabi_fcmpgt(Arg a, Arg b) { return rt_compare_ge_f32(a, b) > 0; }
BUILTIN int __aeabi_fcmpge(Arg a, Arg b) {
  return rt_compare_ge_f32(a, b) >= 0;
}
#endif
ALIAS(__eqsf2, rt_compare_le_f32, int, Arg, Arg);
ALIAS(__nesf2, rt_compare_le_f32, int, Arg, Arg);
ALIAS(__ltsf2, rt_compare_le_f32, int, Arg, Arg);
ALIAS(__lesf2, rt_compare_le_f32, int, Arg, Arg);
ALIAS(__gtsf2, rt_compare_ge_f32, int, Arg, Arg);
ALIAS(__gesf2, rt_compare_ge_f32, int, Arg, Arg);
ALIAS(__unordsf2, rt_unordered_f32, int, Arg, Arg);
ARM_ALIAS(__aeabi_fcmpun, rt_unordered_f32, int, Arg, Arg);

ALIAS(__fixunssfdi, rt_to_u64_f32, uint64_t, Arg);
ARM_ALIAS(__aeabi_f2ulz, rt_to_u64_f32, uint64_t, Arg);
ALIAS(__fixsfdi, rt_to_i64_f32, int64_t, Arg);
ARM_ALIAS(__aeabi_f2lz, rt_to_i64_f32, int64_t, Arg);
ALIAS(__fixunssfsi, rt_to_u32_f32, uint32_t, Arg);
ARM_ALIAS(__aeabi_f2uiz, rt_to_u32_f32, uint32_t, Arg);
ALIAS(__fixsfsi, rt_to_i32_f32, int32_t, Arg);
ARM_ALIAS(__aeabi_f2iz, rt_to_i32_f32, int32_t, Arg);

BUILTIN Rep __floatunsisf(uint32_t value) {
  return pack(0, kBias + kTop, value);
}
ARM_ALIAS(__aeabi_ui2f, __floatunsisf, Rep, uint32_t);
BUILTIN Rep __floatsisf(int32_t value) {
  uint32_t v = (uint32_t)value;
  return pack(v & kSign, kBias + kTop, value < 0 ? -v : v);
}
ARM_ALIAS(__aeabi_i2f, __floatsisf, Rep, int32_t);

// From 64 bits: the upper half, with what is lost kept as a 1 in the last
// place. Numbers of fewer bits move up first, to lose as little as they may.
BUILTIN Rep __floatundisf(uint64_t value) {
  int exponent = kBias + kTop + 32;
  if (value >> 32 == 0) {
    value <<= 32;
    exponent -= 32;
  }
  int shift = value == 0 ? 0 : rt_clz32((uint32_t)(value >> 32));
  value <<= shift;
  return pack(0, exponent - shift, (Rep)(value >> 32) | ((uint32_t)value != 0));
}
ARM_ALIAS(__aeabi_ul2f, __floatundisf, Rep, uint64_t);
BUILTIN Rep __floatdisf(int64_t value) {
  uint64_t v = (uint64_t)value;
  return __floatundisf(value < 0 ? -v : v) | ((Rep)(v >> 32) & kSign);
}
ARM_ALIAS(__aeabi_l2f, __floatdisf, Rep, int64_t);

// From double.
BUILTIN Rep __truncdfsf2(uint64_t a) {
  Rep sign = (Rep)(a >> 32) & kSign;
  int exponent = (int)(a >> 52) & 0x7ff;
  uint64_t fraction = a & 0xfffffffffffff;
  if (exponent == 0x7ff) return fraction != 0 ? kNan : sign | kInf;
  // Subnormal numbers of double are 0 here, after rounding.
  if (exponent == 0) return sign;
  uint64_t m = fraction << 10 | (uint64_t)1 << 62;
  return pack(sign, exponent - 1023 + kBias,
              (Rep)(m >> 32) | ((uint32_t)m != 0));
}
ARM_ALIAS(__aeabi_d2f, __truncdfsf2, Rep, uint64_t);
