// min and max for targets without a float unit. The bits of a float, with
// those of negative numbers but the sign turned over, are in order as integers,
// -0 before +0.
#include "rt.h"

static int32_t order_f32(float x, int *is_nan) {
  union {
    float number;
    int32_t bits;
  } value = {x};
  *is_nan |= (value.bits & 0x7fffffff) > 0x7f800000;
  return value.bits ^ (int32_t)((uint32_t)(value.bits >> 31) >> 1);
}

static int64_t order_f64(double x, int *is_nan) {
  union {
    double number;
    int64_t bits;
  } value = {x};
  *is_nan |= (value.bits & INT64_MAX) > ((int64_t)0x7ff << 52);
  return value.bits ^ (int64_t)((uint64_t)(value.bits >> 63) >> 1);
}

static float nan_f32(void) {
  union {
    uint32_t bits;
    float number;
  } nan = {0x7fc00000};
  return nan.number;
}

static double nan_f64(void) {
  union {
    uint64_t bits;
    double number;
  } nan = {(uint64_t)0x7ff8 << 48};
  return nan.number;
}

float rt_min_f32(float a, float b) {
  int is_nan = 0;
  int is_less = order_f32(a, &is_nan) < order_f32(b, &is_nan);
  return is_nan ? nan_f32() : is_less ? a : b;
}

float rt_max_f32(float a, float b) {
  int is_nan = 0;
  int is_less = order_f32(a, &is_nan) < order_f32(b, &is_nan);
  return is_nan ? nan_f32() : is_less ? b : a;
}

double rt_min_f64(double a, double b) {
  int is_nan = 0;
  int is_less = order_f64(a, &is_nan) < order_f64(b, &is_nan);
  return is_nan ? nan_f64() : is_less ? a : b;
}

double rt_max_f64(double a, double b) {
  int is_nan = 0;
  int is_less = order_f64(a, &is_nan) < order_f64(b, &is_nan);
  return is_nan ? nan_f64() : is_less ? b : a;
}
