// Square roots for targets without an instruction for them: the digit by digit
// method on the significand, which is exact, then one rounding.
#include "rt.h"

// The first `digits` binary digits of the square root of an operand whose
// binary point is behind the two topmost bits.
static uint64_t root_of(uint64_t operand, int digits) {
  uint64_t root = 0, remainder = 0;
  for (int i = 0; i < digits; ++i) {
    remainder = remainder << 2 | operand >> 62;
    operand <<= 2;
    uint64_t trial = root << 2 | 1;
    root <<= 1;
    if (remainder >= trial) {
      remainder -= trial;
      root |= 1;
    }
  }
  return root;
}

double rt_sqrt_f64(double x) {
  union {
    double number;
    uint64_t bits;
  } value = {x};
  uint64_t bits = value.bits;
  if (bits << 1 == 0) return x;  // zeros keep their sign
  if (bits << 1 > (uint64_t)0x7ff << 53) {
    value.bits = bits | (uint64_t)1 << 51;  // NaN: a quiet one
    return value.number;
  }
  if (bits >> 63) {
    value.bits = (uint64_t)0x7ff8 << 48;
    return value.number;
  }
  if (bits == (uint64_t)0x7ff << 52) return x;

  int exponent = (int)(bits >> 52);
  uint64_t significand = bits & (((uint64_t)1 << 52) - 1);
  if (exponent) {
    significand |= (uint64_t)1 << 52;
  } else {
    exponent = 1;
    while (!(significand >> 52)) {
      significand <<= 1;
      --exponent;
    }
  }
  exponent -= 1023;
  if (exponent & 1) {
    significand <<= 1;
    --exponent;
  }
  // 54 digits of the root: 53 and one to round by.
  uint64_t root = root_of(significand << 10, 54);
  // A tie cannot be: a root with 54 digits has a square with more.
  root = (root >> 1) + (root & 1);
  value.bits =
      ((uint64_t)(exponent / 2 + 1023) << 52) + (root - ((uint64_t)1 << 52));
  return value.number;
}

float rt_sqrt_f32(float x) {
  union {
    float number;
    uint32_t bits;
  } value = {x};
  uint32_t bits = value.bits;
  if (bits << 1 == 0) return x;
  if (bits << 1 > 0xff000000u) {
    value.bits = bits | 0x400000;
    return value.number;
  }
  if (bits >> 31) {
    value.bits = 0x7fc00000;
    return value.number;
  }
  if (bits == 0x7f800000) return x;

  int exponent = (int)(bits >> 23);
  uint32_t significand = bits & 0x7fffff;
  if (exponent) {
    significand |= 0x800000;
  } else {
    exponent = 1;
    while (!(significand >> 23)) {
      significand <<= 1;
      --exponent;
    }
  }
  exponent -= 127;
  if (exponent & 1) {
    significand <<= 1;
    --exponent;
  }
  uint32_t root = (uint32_t)root_of((uint64_t)significand << 39, 25);
  root = (root >> 1) + (root & 1);
  value.bits = ((uint32_t)(exponent / 2 + 127) << 23) + (root - 0x800000);
  return value.number;
}
