// ceil, floor, trunc and nearest for targets without instructions for them.
//
// They work on the bits, since such targets have no cheap float arithmetic
// either. Per the specification a NaN comes back quiet, a zero keeps its sign,
// and a result that is zero has the sign of the argument.
#include <stdint.h>

#include "rt.h"

typedef enum { kTrunc, kFloor, kCeil, kNearest } rounding;

// `mask`: the fraction bits of the number when its exponent allows any.
#define DEFINE_ROUND(name, bits_t, mantissa, bias)                            \
  static inline __attribute__((always_inline)) bits_t name(bits_t bits,       \
                                                           rounding how) {    \
    const bits_t sign = (bits_t)1 << (sizeof(bits_t) * 8 - 1);                \
    const bits_t one = (bits_t)bias << mantissa;                              \
    const bits_t infinity = (bits_t)(2 * bias + 1) << mantissa;               \
    bits_t magnitude = bits & ~sign;                                          \
    if (magnitude > infinity) return bits | (bits_t)1 << (mantissa - 1);      \
    if (magnitude >= one + ((bits_t)mantissa << mantissa)) return bits;       \
    int away =                                                                \
        (how == kFloor && (bits & sign)) || (how == kCeil && !(bits & sign)); \
    if (magnitude < one) {                                                    \
      if (how == kNearest) {                                                  \
        /* More than one half. */                                             \
        away = magnitude > one - ((bits_t)1 << mantissa);                     \
      } else {                                                                \
        away &= magnitude != 0;                                               \
      }                                                                       \
      return (bits & sign) | (away ? one : 0);                                \
    }                                                                         \
    uint32_t exponent = (uint32_t)((magnitude - one) >> mantissa);            \
    bits_t mask = (((bits_t)1 << mantissa) - 1) >> exponent;                  \
    bits_t fraction = magnitude & mask;                                       \
    if (how == kNearest) {                                                    \
      bits_t half = (mask >> 1) + 1;                                          \
      bits += half;                                                           \
      /* A tie goes to the even neighbour. The bit above the fraction is the  \
         unit, also for 1.5, where it is the lowest of the exponent 127 or    \
         1023. */                                                             \
      if (fraction == half) bits &= ~(mask + 1);                              \
    } else if (away) {                                                        \
      bits += mask;                                                           \
    }                                                                         \
    return bits & ~mask;                                                      \
  }

DEFINE_ROUND(round_32, uint32_t, 23, 127)
DEFINE_ROUND(round_64, uint64_t, 52, 1023)

static float round_f32(float value, rounding how) {
  union {
    float value;
    uint32_t bits;
  } u = {value};
  u.bits = round_32(u.bits, how);
  return u.value;
}

static double round_f64(double value, rounding how) {
  union {
    double value;
    uint64_t bits;
  } u = {value};
  u.bits = round_64(u.bits, how);
  return u.value;
}

float rt_ceil_f32(float value) { return round_f32(value, kCeil); }
float rt_floor_f32(float value) { return round_f32(value, kFloor); }
float rt_trunc_f32(float value) { return round_f32(value, kTrunc); }
float rt_nearest_f32(float value) { return round_f32(value, kNearest); }
double rt_ceil_f64(double value) { return round_f64(value, kCeil); }
double rt_floor_f64(double value) { return round_f64(value, kFloor); }
double rt_trunc_f64(double value) { return round_f64(value, kTrunc); }
double rt_nearest_f64(double value) { return round_f64(value, kNearest); }
