// What the files of this folder share: the functions that LLVM calls where a
// core has no instruction ("compiler runtime"). README.md tells which
// architecture gets which of them from here and which from libgcc.
#ifndef WASM2MPY_RUNTIME_BUILTINS_H_
#define WASM2MPY_RUNTIME_BUILTINS_H_

#include <stddef.h>
#include <stdint.h>

// A function for the code that LLVM writes. Weak, because what libgcc has
// under the same name is as good, and a member of it may have to be taken for
// another name.
#define BUILTIN __attribute__((weak))

// A function that these files call themselves.
#define INTERNAL __attribute__((noinline))

// One whose size matters more than its speed.
#define SMALL __attribute__((noinline, minsize))

// A second name of a function that is defined above in the same file.
#define ALIAS(name, of, type, ...) \
  __attribute__((weak, alias(#of))) type name(__VA_ARGS__)

// On Arm some functions have the names of its run-time ABI, with the same
// meaning (https://github.com/ARM-software/abi-aa/blob/main/rtabi32).
#ifdef __arm__
#define ARM_ALIAS(name, of, type, ...) ALIAS(name, of, type, __VA_ARGS__)
#else
#define ARM_ALIAS(name, of, type, ...) static_assert(1, "semicolon")
#endif

// bits.c
#ifdef __xtensa__
static inline int rt_clz32(uint32_t x) {
  int n;
  __asm__("nsau %0, %1" : "=r"(n) : "r"(x));
  return n;
}
#else
int rt_clz32(uint32_t x);
#endif
int rt_clz64(uint64_t x);
uint64_t rt_shift_sticky64(uint64_t x, unsigned n);

#endif  // WASM2MPY_RUNTIME_BUILTINS_H_
