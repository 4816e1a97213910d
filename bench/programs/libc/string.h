// What the libraries of the bench need of a C library; libc.c has it.
#ifndef WASM2MPY_BENCH_LIBC_STRING_H_
#define WASM2MPY_BENCH_LIBC_STRING_H_

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
size_t strlen(const char *text);
char *strchr(const char *text, int c);

#endif  // WASM2MPY_BENCH_LIBC_STRING_H_
