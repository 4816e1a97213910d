// See string.h.
#ifndef WASM2MPY_BENCH_LIBC_STDLIB_H_
#define WASM2MPY_BENCH_LIBC_STDLIB_H_

#include <stddef.h>

static inline int abs(int x) { return x < 0 ? -x : x; }
static inline long labs(long x) { return x < 0 ? -x : x; }

#endif  // WASM2MPY_BENCH_LIBC_STDLIB_H_
