// runtime/builtins/int64.c and bits.c against the compiler's own arithmetic.
// The functions are compiled for this machine, with the code that is meant for
// cores of 32 bits.
#include <bit>
#include <cstdint>

#include <gtest/gtest.h>

#include "builtins_cases.h"

#pragma GCC diagnostic ignored "-Wbuiltin-macro-redefined"
#undef __SIZEOF_POINTER__
#define __SIZEOF_POINTER__ 4
extern "C" {
#include "../../runtime/builtins/bits.c"
#include "../../runtime/builtins/int64.c"
}

namespace wasm2mpy::builtins_test {
namespace {

// Calls `check(a, b)` with numbers of all lengths.
template <class Check>
void for_each_pair_of_integers(Check check) {
  uint64_t state = 0x2545f4914f6cdd1d;
  for (int i = 0; i < 1'000'000; ++i) {
    uint64_t a = next_random(state) >> (i % 64);
    uint64_t b = next_random(state) >> (i / 64 % 64);
    // Digits of all ones and zeros make the estimates of division wrong.
    if (i % 5 == 0) a |= UINT64_C(0xffff0000ffff) << (i % 16);
    if (i % 7 == 0) b |= UINT64_C(0xffff00000000) >> (i % 32);
    if (i % 11 == 0) b &= UINT64_C(0xffff00000000ffff);
    check(a, b);
  }
}

TEST(BuiltinsInt64, UnsignedDivision) {
  for_each_pair_of_integers([](uint64_t a, uint64_t b) {
    if (b == 0) return;
    ASSERT_EQ(__udivdi3(a, b), a / b) << a << " " << b;
    ASSERT_EQ(__umoddi3(a, b), a % b) << a << " " << b;
  });
}

TEST(BuiltinsInt64, SignedDivision) {
  for_each_pair_of_integers([](uint64_t a, uint64_t b) {
    int64_t x = int64_t(a), y = int64_t(b);
    for (int64_t n : {x, -(x / 2)}) {
      for (int64_t d : {y, -(y / 2)}) {
        if (d == 0 || (n == INT64_MIN && d == -1)) continue;
        ASSERT_EQ(__divdi3(n, d), n / d) << n << " " << d;
        ASSERT_EQ(__moddi3(n, d), n % d) << n << " " << d;
      }
    }
  });
}

TEST(BuiltinsInt64, Shifts) {
  for_each_pair_of_integers([](uint64_t a, uint64_t b) {
    int n = int(b % 64);
    ASSERT_EQ(__ashldi3(a, n), a << n);
    ASSERT_EQ(__lshrdi3(a, n), a >> n);
    ASSERT_EQ(__ashrdi3(int64_t(a), n), int64_t(a) >> n);
    unsigned far = unsigned(b % 80);
    uint64_t shifted = far > 63 ? 0 : a >> far;
    bool lost = far > 63 ? a != 0 : shifted << far != a;
    ASSERT_EQ(rt_shift_sticky64(a, far), shifted | lost) << a << " " << far;
  });
}

TEST(BuiltinsInt64, LeadingZeros) {
  for_each_pair_of_integers([](uint64_t a, uint64_t) {
    if (a != 0) ASSERT_EQ(rt_clz64(a), std::countl_zero(a));
    uint32_t low = uint32_t(a);
    if (low != 0) ASSERT_EQ(rt_clz32(low), std::countl_zero(low));
  });
}

}  // namespace
}  // namespace wasm2mpy::builtins_test
