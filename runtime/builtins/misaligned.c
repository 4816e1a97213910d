// Makes loads and stores that are misaligned, on cores where they fault.
//
// The code of a module tests an address; if it is not aligned, it calls
// __rt_misaligned, and behind the call is the access. So the access is read
// from the code, made by bytes, and the code goes on behind it. Others that
// follow at once and have the same base are made, too: the test was for all of
// them. Nothing but what is loaded is another value afterwards: all registers
// are saved, where the core has one the shift amount, but no flags.
//
// Only what src/codegen/passes/tested_access.cc writes is read.
#include "builtins.h"

typedef struct {
  uint8_t size;    // of the access; 0: the instruction is none
  uint8_t length;  // of the instruction
  uint8_t data;    // registers
  uint8_t base;
  uint8_t is_store;
  uint8_t is_signed;
  uint32_t offset;
} rt_access;

#ifdef __arm__

// The order is that of the registers: r0 to r7, lr.
enum { kLink = 8, kThumb = 1 };

__attribute__((naked)) void __rt_misaligned(void) {
  __asm__("push {r0-r7, lr}\n"
          "mov r0, sp\n"
          "mov r4, r12\n"
          "bl __rt_make_accesses\n"
          "mov r12, r4\n"
          "pop {r0-r7, pc}\n");
}

// A function without a frame has kept in r12 what it returns to.
__attribute__((naked)) void __rt_misaligned_leaf(void) {
  __asm__("push {r0-r7, lr}\n"
          "mov r0, sp\n"
          "mov r4, r12\n"
          "bl __rt_make_accesses\n"
          "mov lr, r4\n"
          "pop {r0-r7, pc}\n");
}

static void read_access(uint32_t code, const uint32_t *registers,
                        rt_access *access) {
  uint32_t bits = *(const uint16_t *)(code - kThumb);
  uint32_t kind = bits >> 11;
  access->length = 2;
  access->data = bits & 7;
  access->base = bits >> 3 & 7;
  uint32_t immediate = bits >> 6 & 31;
  access->size = 0;
  access->is_signed = 0;
  if (kind == 12 || kind == 13) {  // str, ldr
    access->size = 4;
    access->offset = immediate * 4;
    access->is_store = kind == 12;
  } else if (kind == 16 || kind == 17) {  // strh, ldrh
    access->size = 2;
    access->offset = immediate * 2;
    access->is_store = kind == 16;
  } else if (bits >> 12 == 5) {  // with an index
    uint32_t operation = bits >> 9 & 7;
    access->offset = registers[immediate & 7];
    access->size = (operation & 3) == 0 ? 4 : 2;
    access->is_store = operation < 2;
    access->is_signed = operation == 7;
    // Of bytes: strb, ldrsb, ldrb.
    if (operation == 2 || operation == 3 || operation == 6) access->size = 0;
  }
}

#elif defined(__riscv)

// The order is that of the registers, beginning with x0.
enum { kLink = 5 };  // t0

#define EACH(f)                                                               \
  f(1) f(3) f(4) f(5) f(6) f(7) f(8) f(9) f(10) f(11) f(12) f(13) f(14) f(15) \
      f(16) f(17) f(18) f(19) f(20) f(21) f(22) f(23) f(24) f(25) f(26) f(27) \
          f(28) f(29) f(30) f(31)
#define SAVE(n) "sw x" #n ", 4*" #n "(sp)\n"
#define RESTORE(n) "lw x" #n ", 4*" #n "(sp)\n"

__attribute__((naked)) void __rt_misaligned(void) {
  __asm__("addi sp, sp, -128\n" EACH(SAVE) "mv a0, sp\n"
                                           "call __rt_make_accesses\n" EACH(
                                               RESTORE) "addi sp, sp, 128\n"
                                                        "jr t0\n");
}

static void read_access(uint32_t code, const uint32_t *registers,
                        rt_access *access) {
  (void)registers;
  const uint16_t *halves = (const uint16_t *)code;
  uint32_t bits = halves[0];
  access->size = 0;
  access->is_signed = 0;
  if ((bits & 3) == 3) {
    bits |= (uint32_t)halves[1] << 16;
    uint32_t operation = bits & 0x7f, width = bits >> 12 & 7;
    access->length = 4;
    access->base = bits >> 15 & 31;
    if (operation == 0x03) {  // lh, lw, lhu
      if (width == 1 || width == 2 || width == 5)
        access->size = width == 2 ? 4 : 2;
      access->is_store = 0;
      access->is_signed = width == 1;
      access->data = bits >> 7 & 31;
      access->offset = (uint32_t)((int32_t)bits >> 20);
    } else if (operation == 0x23) {  // sh, sw
      if (width == 1 || width == 2) access->size = width == 2 ? 4 : 2;
      access->is_store = 1;
      access->data = bits >> 20 & 31;
      access->offset = (uint32_t)((int32_t)bits >> 25 << 5) | (bits >> 7 & 31);
    }
  } else if ((bits & 0x6003) == 0x4000) {  // c.lw, c.sw
    access->length = 2;
    access->size = 4;
    access->is_store = bits >> 15;
    access->base = 8 + (bits >> 7 & 7);
    access->data = 8 + (bits >> 2 & 7);
    access->offset =
        (bits >> 10 & 7) << 3 | (bits >> 6 & 1) << 2 | (bits >> 5 & 1) << 6;
  }
}

#elif defined(__xtensa__)

// The order is that of the registers.
enum { kLink = 0 };

__attribute__((naked)) void __rt_misaligned(void) {
  __asm__("addi a1, a1, -80\n"
          "s32i a0, a1, 0\n"
          "s32i a2, a1, 8\n"
          "s32i a3, a1, 12\n"
          "s32i a4, a1, 16\n"
          "s32i a5, a1, 20\n"
          "s32i a6, a1, 24\n"
          "s32i a7, a1, 28\n"
          "s32i a8, a1, 32\n"
          "s32i a9, a1, 36\n"
          "s32i a10, a1, 40\n"
          "s32i a11, a1, 44\n"
          "s32i a12, a1, 48\n"
          "s32i a13, a1, 52\n"
          "s32i a14, a1, 56\n"
          "s32i a15, a1, 60\n"
          "rsr a3, sar\n"
          "s32i a3, a1, 64\n"
          "or a2, a1, a1\n"
          "call0 __rt_make_accesses\n"
          "l32i a3, a1, 64\n"
          "wsr a3, sar\n"
          "l32i a0, a1, 0\n"
          "l32i a2, a1, 8\n"
          "l32i a3, a1, 12\n"
          "l32i a4, a1, 16\n"
          "l32i a5, a1, 20\n"
          "l32i a6, a1, 24\n"
          "l32i a7, a1, 28\n"
          "l32i a8, a1, 32\n"
          "l32i a9, a1, 36\n"
          "l32i a10, a1, 40\n"
          "l32i a11, a1, 44\n"
          "l32i a12, a1, 48\n"
          "l32i a13, a1, 52\n"
          "l32i a14, a1, 56\n"
          "l32i a15, a1, 60\n"
          "addi a1, a1, 80\n"
          "ret\n");
}

static void read_access(uint32_t code, const uint32_t *registers,
                        rt_access *access) {
  (void)registers;
  // The memory of code can only be read in words.
  const uint32_t *words = (const uint32_t *)(code & ~3u);
  uint32_t shift = (code & 3) * 8;
  uint32_t bits = words[0] >> shift;
  if (shift > 8) bits |= words[1] << (32 - shift);
  uint32_t operation = bits & 15, kind = bits >> 12 & 15;
  access->length = 3;
  access->size = 0;
  access->is_signed = 0;
  access->data = bits >> 4 & 15;
  access->base = bits >> 8 & 15;
  uint32_t immediate = bits >> 16 & 255;
  if (operation == 8 || operation == 9) {  // l32i.n, s32i.n
    access->length = 2;
    access->size = 4;
    access->is_store = operation == 9;
    access->offset = kind * 4;
  } else if (operation == 2 && (kind & 3) == 2 && kind < 8) {  // l32i, s32i
    access->size = 4;
    access->is_store = kind == 6;
    access->offset = immediate * 4;
  } else if (operation == 2 && (kind & 3) == 1 && kind < 12) {
    access->size = 2;  // l16ui, s16i, l16si
    access->is_store = kind == 5;
    access->is_signed = kind == 9;
    access->offset = immediate * 2;
  }
}

#endif

// `registers` are those of the code that called, the place behind the call
// among them.
void __rt_make_accesses(uint32_t *registers) {
  uint32_t code = registers[kLink];
  rt_access access;
  read_access(code, registers, &access);
  uint32_t base = access.base;
  while (access.size && access.base == base) {
    uint8_t *at = (uint8_t *)(registers[base] + access.offset);
    uint32_t value = registers[access.data];
    if (access.is_store) {
      for (unsigned i = 0; i < access.size; ++i) {
        at[i] = (uint8_t)value;
        value >>= 8;
      }
    } else {
      value = 0;
      for (unsigned i = access.size; i--;) value = value << 8 | at[i];
      if (access.is_signed) value = (uint32_t)(int16_t)value;
      registers[access.data] = value;
    }
    code += access.length;
    // What comes next has another base.
    if (!access.is_store && access.data == base) break;
    read_access(code, registers, &access);
  }
  registers[kLink] = code;
}
