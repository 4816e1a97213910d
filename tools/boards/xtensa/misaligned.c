// Misaligned loads and stores. The cores of the ESP32 family make them of two
// accesses; QEMU's cores raise a signal. What was to be done is done by bytes
// then, and the program goes on behind it. The ESP8266, whose board is the one
// with the call0 ABI, has an exception instead.
// Xtensa Instruction Set Architecture Reference Manual, chapters 6 and 7.

#include <stdbool.h>

#include "cpu.h"

typedef struct {
  bool is_store;
  bool is_float;
  bool is_signed;
  uint8_t size;    // of the access
  uint8_t length;  // of the instruction
  uint8_t data;    // registers
  uint8_t base;
  uint32_t offset;
} access_t;

static access_t decode(const uint8_t *code) {
  access_t access = {.size = 4, .length = 3};
  uint8_t op0 = code[0] & 15, r = code[1] >> 4;
  access.data = code[0] >> 4;
  access.base = code[1] & 15;
  access.offset = code[2] * 4u;
  if (op0 == 8 || op0 == 9) {  // l32i.n, s32i.n
    access.length = 2;
    access.offset = r * 4u;
    access.is_store = op0 == 9;
  } else if (op0 == 2 && (r == 2 || r == 6)) {  // l32i, s32i
    access.is_store = r == 6;
  } else if (op0 == 2 && (r == 1 || r == 5 || r == 9)) {  // l16ui, s16i, l16si
    access.size = 2;
    access.offset = code[2] * 2u;
    access.is_store = r == 5;
    access.is_signed = r == 9;
  } else if (op0 == 3 && (r == 0 || r == 4)) {  // lsi, ssi
    access.is_float = true;
    access.is_store = r == 4;
  } else {
    access.size = 0;
  }
  return access;
}

static void load(const access_t *access, const uint8_t *from, uint32_t *a) {
  uint32_t value = 0;
  for (unsigned i = 0; i < access->size; i++)
    value |= (uint32_t)from[i] << 8 * i;
  if (access->is_signed) value = (uint32_t)(int16_t)value;
  if (access->is_float) {
    cpu_set_float(access->data, value);
  } else {
    a[access->data] = value;
  }
}

static void store(const access_t *access, uint8_t *to, const uint32_t *a) {
  uint32_t value =
      access->is_float ? cpu_get_float(access->data) : a[access->data];
  for (unsigned i = 0; i < access->size; i++) to[i] = (uint8_t)(value >> 8 * i);
}

bool cpu_make_access(uint32_t *context) {
  const uint8_t *code = (const uint8_t *)context[kPc];
  uint32_t *a = context + kRegisters;
  access_t access = decode(code);
  if (!access.size) return false;
  uint8_t *at = (uint8_t *)(a[access.base] + access.offset);
  if (access.is_store) {
    store(&access, at, a);
  } else {
    load(&access, at, a);
  }
  context[kPc] += access.length;
  // The last instruction of a loop of the core's own.
  if (context[kPc] == context[kLoopEnd] && context[kLoopCount]) {
    context[kLoopCount]--;
    context[kPc] = context[kLoopBegin];
  }
  return true;
}
