// Operands for the tests of runtime/builtins: all pairs of what is special, and
// random bits, of which some are near each other and some give tiny results.
#ifndef WASM2MPY_TESTS_UNIT_BUILTINS_CASES_H_
#define WASM2MPY_TESTS_UNIT_BUILTINS_CASES_H_

#include <cstdint>
#include <vector>

namespace wasm2mpy::builtins_test {

inline uint64_t next_random(uint64_t& state) {
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

// Calls `check(a, b)` with numbers of a format with `fraction` bits, of which
// `one` is 1.0.
template <class Rep, class Check>
void for_each_pair(int fraction, Rep one, Check check) {
  constexpr int kBits = 8 * sizeof(Rep);
  const Rep sign = Rep{1} << (kBits - 1);
  const Rep ulp = 1;
  const Rep infinity = Rep(~sign) >> fraction << fraction;
  const Rep two_to_31 = one + (Rep{31} << fraction);
  std::vector<Rep> special = {0,
                              ulp,
                              2,
                              3,
                              (ulp << fraction) - 1,
                              ulp << fraction,
                              (ulp << fraction) + 1,
                              one - 1,
                              one,
                              one + 1,
                              one + (ulp << fraction),
                              two_to_31 - 1,
                              two_to_31,
                              two_to_31 + (Rep{32} << fraction),
                              infinity - 1,
                              infinity,
                              infinity + 1,
                              infinity + (infinity >> 2)};
  for (Rep a : special) {
    for (Rep b : special) {
      check(a, b);
      check(a | sign, b);
      check(a, b | sign);
      check(a | sign, b | sign);
    }
  }
  uint64_t state = 0x2545f4914f6cdd1d;
  for (int i = 0; i < 300'000; ++i) {
    Rep a = Rep(next_random(state));
    Rep b = Rep(next_random(state));
    check(a, b);
    // Exponents that differ by little: cancellation, alignment, halves.
    Rep exponent = Rep(Rep(i % 61) << fraction);
    Rep small = (ulp << fraction) - 1;
    check((a & (small | sign)) | one, (b & (small | sign)) | (one - exponent));
    // Results that are subnormal, or nearly.
    check((a & (small | sign)) | exponent, (b & (small | sign)) | one);
    check((a & (small | sign)) | (infinity - exponent - (ulp << fraction)),
          (b & (small | sign)) | one);
  }
}

}  // namespace wasm2mpy::builtins_test

#endif  // WASM2MPY_TESTS_UNIT_BUILTINS_CASES_H_
