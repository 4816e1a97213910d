// Copying and filling, which LLVM calls for large assignments and for loops
// that it recognises. Small before fast: the memory instructions of
// WebAssembly have functions of their own.
#include "builtins.h"

typedef uintptr_t Word;
#define kWordMask (sizeof(Word) - 1)

BUILTIN void *memmove(void *target, const void *source, size_t size) {
  unsigned char *to = target;
  const unsigned char *from = source;
  bool is_aligned = (((Word)to | (Word)from | size) & kWordMask) == 0;
  size_t step = is_aligned ? sizeof(Word) : 1;
  // Upwards, or downwards where upwards would overwrite what is still to copy.
  bool is_up = (Word)to - (Word)from >= size;
  for (size_t i = 0; i < size; i += step) {
    size_t at = is_up ? i : size - step - i;
    if (is_aligned) {
      *(Word *)(to + at) = *(const Word *)(from + at);
    } else {
      to[at] = from[at];
    }
  }
  return target;
}
ALIAS(memcpy, memmove, void *, void *, const void *, size_t);

BUILTIN void *memset(void *target, int value, size_t size) {
  unsigned char *to = target;
  for (size_t i = 0; i < size; ++i) to[i] = (unsigned char)value;
  return target;
}

BUILTIN int memcmp(const void *left, const void *right, size_t size) {
  const unsigned char *a = left, *b = right;
  for (size_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) return a[i] - b[i];
  }
  return 0;
}

// The same under the names of Arm's run-time ABI; 4 and 8 are alignments that
// the caller knows of.
#ifdef __arm__
ARM_ALIAS(__aeabi_memmove, memmove, void *, void *, const void *, size_t);
ARM_ALIAS(__aeabi_memmove4, memmove, void *, void *, const void *, size_t);
ARM_ALIAS(__aeabi_memmove8, memmove, void *, void *, const void *, size_t);
ARM_ALIAS(__aeabi_memcpy, memmove, void *, void *, const void *, size_t);
ARM_ALIAS(__aeabi_memcpy4, memmove, void *, void *, const void *, size_t);
ARM_ALIAS(__aeabi_memcpy8, memmove, void *, void *, const void *, size_t);

BUILTIN void __aeabi_memset(void *target, size_t size, int value) {
  memset(target, value, size);
}
ARM_ALIAS(__aeabi_memset4, __aeabi_memset, void, void *, size_t, int);
ARM_ALIAS(__aeabi_memset8, __aeabi_memset, void, void *, size_t, int);

BUILTIN void __aeabi_memclr(void *target, size_t size) {
  memset(target, 0, size);
}
ARM_ALIAS(__aeabi_memclr4, __aeabi_memclr, void, void *, size_t);
ARM_ALIAS(__aeabi_memclr8, __aeabi_memclr, void, void *, size_t);
#endif
