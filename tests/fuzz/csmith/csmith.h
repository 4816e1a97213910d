// What programs of Csmith include in place of its own header: no C library,
// and a hash that the caller gets instead of a line on standard output.
#pragma once

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define STATIC static
#define UNDEFINED(value) (value)
#define LOG_INDEX
#define LOG_EXEC
#define FUNC_NAME(x) (safe_##x)
#define assert(x)
#define printf(...) ((void)0)
#include "safe_math.h"

// The low bits make the width of a bit-field.
#define _CSMITH_BITFIELD(x) ((x > 32) ? (x % 32) : x)

static uint32_t hash = 2166136261u;

static inline void transparent_crc(uint64_t value, const char *name, int flag) {
  (void)name, (void)flag;
  for (int i = 0; i < 64; i += 8) {
    hash = (hash ^ (uint8_t)(value >> i)) * 16777619u;
  }
}

static inline void transparent_crc_bytes(const char *bytes, int count,
                                         const char *name, int flag) {
  for (int i = 0; i < count; ++i) {
    transparent_crc((uint8_t)bytes[i], name, flag);
  }
}

// Of Csmith's own hash and its printing.
static uint32_t crc32_context;
static inline void crc32_gentab(void) {}
static inline void platform_main_begin(void) {}
static inline void platform_main_end(uint32_t crc, int flag) {
  (void)crc, (void)flag;
}

#define main program
int main(void);

__attribute__((export_name("run"))) uint32_t run(void) {
  program();
  return hash;
}
