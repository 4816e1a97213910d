// The arithmetic of runtime/builtins/f32.c against the processor's, which is
// exact by IEEE 754 as well. The functions are compiled for this machine, with
// the code that is meant for cores of 32 bits.
#include <bit>
#include <cmath>
#include <cstdint>
#include <format>

#include <gtest/gtest.h>

#include "builtins_cases.h"

#pragma GCC diagnostic ignored "-Wbuiltin-macro-redefined"
#undef __SIZEOF_INT128__
#undef __SIZEOF_POINTER__
#define __SIZEOF_POINTER__ 4
namespace wasm2mpy::builtins_test::f32 {
extern "C" {
#include "../../runtime/builtins/f32.c"
}

namespace {

using Number = float;

Rep bits(Number value) {
  // All NaNs are one.
  return value != value ? 0x7fc00000u : std::bit_cast<Rep>(value);
}
Number number(Rep value) { return std::bit_cast<Number>(value); }

// Both as hexadecimal numbers, for messages.
#define EXPECT_BITS(got, expected)                                           \
  if (uint64_t g = (got), e = (expected); g != e) {                          \
    FAIL() << std::format("{:#x} {:#x}: got {:#x}, expected {:#x}", a, b, g, \
                          e);                                                \
  }

TEST(BuiltinsF32, Arithmetic) {
  for_each_pair<Rep>(kSig, 0x3f800000u, [](Rep a, Rep b) {
    volatile Number x = number(a), y = number(b);
    EXPECT_BITS(rt_add_f32(a, b), bits(x + y));
    EXPECT_BITS(__subsf3(a, b), bits(x - y));
    EXPECT_BITS(rt_mul_f32(a, b), bits(x * y));
    EXPECT_BITS(rt_div_f32(a, b), bits(x / y));
  });
}

TEST(BuiltinsF32, Comparison) {
  for_each_pair<Rep>(kSig, 0x3f800000u, [](Rep a, Rep b) {
    Number x = number(a), y = number(b);
    EXPECT_BITS(rt_compare_le_f32(a, b) < 0, x < y);
    EXPECT_BITS(rt_compare_le_f32(a, b) <= 0, x <= y);
    EXPECT_BITS(rt_compare_le_f32(a, b) == 0, x == y);
    EXPECT_BITS(rt_compare_ge_f32(a, b) > 0, x > y);
    EXPECT_BITS(rt_compare_ge_f32(a, b) >= 0, x >= y);
    EXPECT_BITS(rt_unordered_f32(a, b) != 0, x != x || y != y);
  });
}

TEST(BuiltinsF32, ToIntegers) {
  for_each_pair<Rep>(kSig, 0x3f800000u, [](Rep a, Rep b) {
    Number x = number(a);
    if (std::fabs(x) < Number{0x1p63}) {
      EXPECT_BITS(uint64_t(rt_to_i64_f32(a)), uint64_t(int64_t(x)));
    }
    if (x > -1 && x < Number{0x1p64}) {
      EXPECT_BITS(rt_to_u64_f32(a), uint64_t(x));
    }
    if (std::fabs(x) < Number{0x1p31}) {
      EXPECT_BITS(uint32_t(rt_to_i32_f32(a)), uint32_t(int32_t(x)));
    }
    if (x > -1 && x < Number{0x1p32}) {
      EXPECT_BITS(rt_to_u32_f32(a), uint32_t(x));
    }
  });
}

TEST(BuiltinsF32, FromIntegers) {
  uint64_t state = 1;
  for (int i = 0; i < 300'000; ++i) {
    uint64_t b = next_random(state);
    // All lengths, and halves between two numbers.
    uint64_t a = b >> (i % 64) | (i % 3 == 0 ? uint64_t{1} << (i % 61) : 0);
    if (i < 200) a = uint64_t(100 - i);
    EXPECT_BITS(__floatundisf(a), bits(Number(a)));
    EXPECT_BITS(__floatdisf(int64_t(a)), bits(Number(int64_t(a))));
    EXPECT_BITS(__floatunsisf(uint32_t(a)), bits(Number(uint32_t(a))));
    EXPECT_BITS(__floatsisf(int32_t(a)), bits(Number(int32_t(a))));
  }
}

TEST(BuiltinsF32, FromDouble) {
  auto check = [](uint64_t a, uint64_t b) {
    volatile double x = std::bit_cast<double>(a);
    EXPECT_BITS(__truncdfsf2(a), bits(float(x)));
  };
  for_each_pair<uint64_t>(52, UINT64_C(0x3ff0000000000000), check);
  // Around the numbers of float, small ones above all, and their halves.
  uint64_t state = 1;
  for (int i = 0; i < 300'000; ++i) {
    uint64_t random = next_random(state);
    float near = std::bit_cast<float>(
        uint32_t(i % 2 == 0 ? random : random & 0x81ffffff));
    uint64_t a = std::bit_cast<uint64_t>(double(near));
    check(a, 0);
    check(a + 1, 0);
    check(a - 1, 0);
    check(a + (UINT64_C(1) << 28), 0);
  }
}

}  // namespace
}  // namespace wasm2mpy::builtins_test::f32
