// A small C library, the same for all compilers: it is a part of the programs
// that need it. `volatile`, or loops would be made into calls of themselves.
#include <string.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size) {
  return memmove(to, from, size);
}

void *memmove(void *to, const void *from, size_t size) {
  volatile unsigned char *at = to;
  const volatile unsigned char *source = from;
  if (at <= source) {
    while (size--) *at++ = *source++;
  } else {
    while (size--) at[size] = source[size];
  }
  return to;
}

void *memset(void *to, int byte, size_t size) {
  volatile unsigned char *at = to;
  while (size--) *at++ = (unsigned char)byte;
  return to;
}

size_t strlen(const char *text) {
  const volatile char *at = text;
  size_t size = 0;
  while (at[size]) ++size;
  return size;
}

char *strchr(const char *text, int c) {
  for (; *text != (char)c; ++text) {
    if (!*text) return 0;
  }
  return (char *)text;
}
