// Accesses of a lean memory outside of its views, as generated code calls
// them where the target has a row for it (target::FarCode): no arguments, no
// register is changed but the result. Behind the call it is written which
// registers hold the operands, in the form of an instruction that is never
// executed; src/codegen/passes/far_access.cc writes it. So such a call costs
// nothing where it is not made: no register is kept free for it.
#include "rt_internal.h"

#if RT_HAS_FAR

typedef struct rt_far_access {
  uint8_t instance;  // numbers of registers
  uint8_t index;
  uint8_t value;  // of a store
  uint8_t length;
  uintptr_t access;
} rt_far_access;

#ifdef __thumb__

// r12 may have what a function without a frame returns to; the stack of such a
// function may not be aligned, unless traps look at it (FarAccess).
#define RT_NAKED_CALL(result, name, parameters)          \
  __attribute__((naked)) result name##_here parameters { \
    __asm__(RT_SAVE_FLOATS "push {r0-r7, lr}\n"          \
                           "mov r0, r12\n"               \
                           "push {r0}\n"                 \
                           "add r0, sp, #4\n"            \
                           "mov r4, sp\n"                \
                           "lsrs r1, r4, #3\n"           \
                           "lsls r1, r1, #3\n"           \
                           "mov sp, r1\n"                \
                           "bl %c0\n"                    \
                           "mov sp, r4\n"                \
                           "pop {r0}\n"                  \
                           "mov r12, r0\n" RT_RETURN     \
            :                                            \
            : "i"(name##_decoded));                      \
  }
#ifdef __ARM_FP
// Functions of MicroPython may use them.
#define RT_SAVE_FLOATS "vpush {d0-d7}\n"
#define RT_RETURN      \
  "pop {r0-r7}\n"      \
  "ldr lr, [sp], #4\n" \
  "vpop {d0-d7}\n"     \
  "bx lr\n"
#else
#define RT_SAVE_FLOATS
#define RT_RETURN "pop {r0-r7, pc}\n"
#endif

static const uint16_t *code_of(uintptr_t link) {
  return (const uint16_t *)(link - 1);
}

static uintptr_t long_access(const uint16_t *code) {
  return code[1] | (uintptr_t)code[2] << 16;
}

// ldrb, ldrh, ldr index, [instance, #offset]; of 8 bytes: str. Others:
// cmp index, instance and the access.
static rt_far_access read_load(const uint16_t *code) {
  uintptr_t bits = code[0];
  rt_far_access far = {.index = bits & 7, .instance = bits >> 3 & 7};
  uintptr_t kind = bits >> 11;
  if (kind == 8) {
    far.length = 6;
    far.access = long_access(code);
  } else {
    unsigned size_log2 = kind == 15 ? 0 : kind == 17 ? 1 : kind == 13 ? 2 : 3;
    far.length = 2;
    far.access =
        (bits >> 6 & 31) << size_log2 << RT_ACCESS_SIZE_BITS | 1u << size_log2;
  }
  return far;
}

// str value, [instance, index] and the access: one half; two of them: ldr.
static rt_far_access read_store(const uint16_t *code) {
  uintptr_t bits = code[0];
  int is_long = (bits & 0x0800) != 0;
  return (rt_far_access){.value = bits & 7,
                         .instance = bits >> 3 & 7,
                         .index = bits >> 6 & 7,
                         .length = is_long ? 6 : 4,
                         .access = is_long ? long_access(code) : code[1]};
}

#else

#define RT_EACH(f)                                                        \
  f(1) f(5) f(6) f(7) f(8) f(9) f(10) f(11) f(12) f(13) f(14) f(15) f(16) \
      f(17) f(28) f(29) f(30) f(31)
#define RT_SAVE(n) "sw x" #n ", 4*" #n "(sp)\n"
#define RT_RESTORE(n) "lw x" #n ", 4*" #n "(sp)\n"
#define RT_NAKED_CALL(result, name, parameters)                               \
  __attribute__((naked)) result name##_here parameters {                      \
    __asm__("addi sp, sp, -128\n" RT_EACH(                                    \
                RT_SAVE) "mv a0, sp\n"                                        \
                         "call %0\n" RT_EACH(RT_RESTORE) "addi sp, sp, 128\n" \
                                                         "jr t0\n"            \
            :                                                                 \
            : "i"(name##_decoded));                                           \
  }

static const uint16_t *code_of(uintptr_t link) {
  return (const uint16_t *)link;
}

// An instruction of the form R: funct3 is the log2 of the size, funct7 the
// offset in such units. With funct3 7 the access is behind it.
static rt_far_access read_load(const uint16_t *code) {
  uintptr_t bits = code[0] | (uintptr_t)code[1] << 16;
  rt_far_access far = {.value = bits >> 7 & 31,
                       .index = bits >> 15 & 31,
                       .instance = bits >> 20 & 31,
                       .length = 4};
  unsigned size_log2 = bits >> 12 & 7;
  far.access = bits >> 25 << size_log2 << RT_ACCESS_SIZE_BITS | 1u << size_log2;
  if (size_log2 == 7) {
    far.length = 8;
    far.access = code[2] | (uintptr_t)code[3] << 16;
  }
  return far;
}

static rt_far_access read_store(const uint16_t *code) {
  return read_load(code);
}

#endif

// `registers` are those of the code that called, the place behind the call
// among them.
__attribute__((noinline)) static void rt_lean_load_decoded(
    uintptr_t *registers) {
  rt_far_access far = read_load(code_of(registers[RT_FAR_LINK]));
  registers[RT_FAR_LINK] += far.length;
  uintptr_t *index = &registers[far.index];
  *index +=
      rt_lean_load((rt_instance *)registers[far.instance], *index, far.access)
      << 3;
}

__attribute__((noinline)) static void rt_lean_store_decoded(
    uintptr_t *registers) {
  rt_far_access far = read_store(code_of(registers[RT_FAR_LINK]));
  registers[RT_FAR_LINK] += far.length;
  rt_lean_store((rt_instance *)registers[far.instance], registers[far.index],
                far.access, registers[far.value]);
}

RT_NAKED_CALL(uintptr_t, rt_lean_load,
              (rt_instance * instance, uintptr_t index, uintptr_t access))
RT_NAKED_CALL(void, rt_lean_store,
              (rt_instance * instance, uintptr_t index, uintptr_t access,
               uintptr_t value))

#endif
