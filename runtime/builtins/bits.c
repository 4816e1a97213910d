// Leading zeros, and shifts of 64 bits by a variable number. LLVM makes calls
// of these of the same operations in C, so they must do without.
#include "builtins.h"

#ifndef __xtensa__
INTERNAL int rt_clz32(uint32_t x) {
  int n = 31;
  if (x >> 16 != 0) n -= 16, x >>= 16;
  if (x >> 8 != 0) n -= 8, x >>= 8;
  if (x >> 4 != 0) n -= 4, x >>= 4;
  if (x >> 2 != 0) n -= 2, x >>= 2;
  return n - (int)(x >> 1);
}
ALIAS(__clzsi2, rt_clz32, int, uint32_t);
#endif

INTERNAL int rt_clz64(uint64_t x) {
  uint32_t high = (uint32_t)(x >> 32);
  return high != 0 ? rt_clz32(high) : 32 + rt_clz32((uint32_t)x);
}
ALIAS(__clzdi2, rt_clz64, int, uint64_t);

// x >> n, with the lowest bit set if anything fell off.
INTERNAL uint64_t rt_shift_sticky64(uint64_t x, unsigned n) {
#if __SIZEOF_POINTER__ == 4
  uint32_t high = (uint32_t)(x >> 32), low = (uint32_t)x;
  uint32_t lost = 0;
  if (n >= 32) {
    lost = low;
    low = high;
    high = 0;
    n -= 32;
    if (n >= 32) return (low | lost) != 0;
  }
  if (n != 0) {
    lost |= low << (32 - n);
    low = low >> n | high << (32 - n);
    high >>= n;
  }
  return (uint64_t)high << 32 | low | (lost != 0);
#else
  if (n > 63) return x != 0;
  uint64_t result = x >> n;
  return result | (result << n != x);
#endif
}

#if __SIZEOF_POINTER__ == 4 && !defined(__arm__)
static uint64_t pair(uint32_t high, uint32_t low) {
  return (uint64_t)high << 32 | low;
}

BUILTIN uint64_t __ashldi3(uint64_t x, int n) {
  uint32_t high = (uint32_t)(x >> 32), low = (uint32_t)x;
  if ((n & 32) != 0) return pair(low << (n & 31), 0);
  if (n == 0) return x;
  return pair(high << n | low >> (32 - n), low << n);
}

BUILTIN uint64_t __lshrdi3(uint64_t x, int n) {
  uint32_t high = (uint32_t)(x >> 32), low = (uint32_t)x;
  if ((n & 32) != 0) return high >> (n & 31);
  if (n == 0) return x;
  return pair(high >> n, low >> n | high << (32 - n));
}

BUILTIN int64_t __ashrdi3(int64_t x, int n) {
  uint32_t high = (uint32_t)((uint64_t)x >> 32), low = (uint32_t)x;
  int32_t sign = (int32_t)high >> 31;
  if ((n & 32) != 0) {
    return (int64_t)pair((uint32_t)sign, (uint32_t)((int32_t)high >> (n & 31)));
  }
  if (n == 0) return x;
  return (int64_t)pair((uint32_t)((int32_t)high >> n),
                       low >> n | high << (32 - n));
}
#endif
