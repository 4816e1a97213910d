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
#define RT_CALL_DECODED \
  "mov r0, r12\n"       \
  "push {r0}\n"         \
  "add r0, sp, #4\n"    \
  "mov r4, sp\n"        \
  "lsrs r2, r4, #3\n"   \
  "lsls r2, r2, #3\n"   \
  "mov sp, r2\n"        \
  "bl %c0\n"            \
  "mov sp, r4\n"        \
  "pop {r0}\n"          \
  "mov r12, r0\n" RT_RETURN
#define RT_NAKED_CALL(result, name, parameters)                 \
  __attribute__((naked)) result name##_here parameters {        \
    __asm__(RT_SAVE_FLOATS "push {r0-r7, lr}\n" RT_CALL_DECODED \
            :                                                   \
            : "i"(name##_decoded));                             \
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

#ifdef __thumb__

// Accesses that generated code has looked for by itself in one place of the
// view, in vain, or that are misaligned (src/codegen/passes/inline_access.cc).
// The load or store is behind the call; its base is where the index would be in
// that place.
typedef struct rt_instruction {
  uint8_t size;
  uint8_t data;  // numbers of registers
  uint8_t base;
  uint8_t is_store;
  uint8_t offset;
} rt_instruction;

// str, ldr, strb, ldrb, strh or ldrh with an offset in units.
static inline rt_instruction read_instruction(const uint16_t *code) {
  uintptr_t bits = *code;
  uintptr_t kind = bits >> 11;
  unsigned size_log2 = kind < 14 ? 2 : kind < 16 ? 0 : 1;
  return (rt_instruction){.size = (uint8_t)(1u << size_log2),
                          .data = bits & 7,
                          .base = bits >> 3 & 7,
                          .is_store = !(kind & 1),
                          .offset = (uint8_t)((bits >> 6 & 31) << size_log2)};
}

static inline int is_at(const rt_place *place, uintptr_t at) {
  return at - place->low < place->limit;
}

static void copy_bytes(uint8_t *to, const uint8_t *from, uintptr_t size) {
  RT_PLAIN_LOOP
  for (uintptr_t i = 0; i < size; i++) to[i] = from[i];
}

// `view` is that of the instance or, for the place of the stack, as far behind
// it as that one is.
__attribute__((noinline)) static void rt_lean_look_decoded(uintptr_t *registers,
                                                           char *view) {
  rt_look *look = (rt_look *)(view + offsetof(rt_view, hot));
  rt_instruction access = read_instruction(code_of(registers[RT_FAR_LINK]));
  uintptr_t index = registers[access.base] - (uintptr_t)look->first.base;
  uintptr_t at = index + access.offset;
  uintptr_t value = access.is_store ? registers[access.data] : 0;
  uint8_t *place = 0;
  if (at >= index && is_at(&look->first, at)) {
    place = look->first.base + at;
  } else if (at >= index && is_at(&look->next, at)) {
    place = look->next.base + at;
    look->misses++;
  } else {
    rt_instance *instance = rt_config.lean_stack_top
                                ? look->instance
                                : (rt_instance *)(view - rt_config.lean_view);
    uintptr_t number =
        (uintptr_t)access.offset << RT_ACCESS_SIZE_BITS | access.size;
    if (access.is_store) {
      rt_lean_store(instance, index, number, value);
    } else {
      uintptr_t added = rt_lean_load(instance, index, number) << 3;
      place = ((rt_view *)((char *)instance + rt_config.lean_view))->base + at +
              added;
    }
  }
  if (access.is_store) {
    if (place) copy_bytes(place, (const uint8_t *)&value, access.size);
  } else {
    copy_bytes((uint8_t *)&value, place, access.size);
    registers[access.data] = value;
  }
  // Not before: a trap tells what is before this place.
  registers[RT_FAR_LINK] += 2;
}

// For each register that may tell where to look.
#define RT_LOOK(n)                                                           \
  ".thumb_func\nrt_lean_look_r" #n ":\n" RT_SAVE_FLOATS "push {r0-r7, lr}\n" \
  "mov r1, r" #n "\n"                                                        \
  "b 1f\n"

#ifdef __ARM_ARCH_6M__
// Of more than a byte only if it is a multiple of four.
#define RT_TEST_ALIGNMENT \
  "lsls r5, r3, #30\n"    \
  "beq 3f\n"              \
  "lsrs r5, r2, #12\n"    \
  "cmp r5, #7\n"          \
  "bne 2f\n"              \
  "3:\n"
#else
#define RT_TEST_ALIGNMENT
#endif

// What is in the next place is made here: 38 to 45 instructions, and in C three
// times as many. rt_lean_view is the offset of the view in the instance.
__attribute__((naked)) void rt_lean_look_here(void) {
  __asm__(
      // clang-format off
      RT_LOOK(0) RT_LOOK(1) RT_LOOK(2) RT_LOOK(3)
      RT_LOOK(4) RT_LOOK(5) RT_LOOK(6) RT_LOOK(7)
      "1:\n"
      ".rept rt_lean_view / 252\n"
      "adds r1, #252\n"
      ".endr\n"
      "adds r1, #(rt_lean_view %% 252)\n"
      "mov r2, lr\n"
      "subs r2, #1\n"
      "ldrh r2, [r2]\n"     // r2: the instruction
      "lsrs r3, r2, #3\n"
      "lsls r3, r3, #29\n"
      "lsrs r3, r3, #27\n"
      "add r3, sp\n"
      "ldr r3, [r3]\n"      // the base register
      "ldr r4, [r1, %1]\n"  // first.base
      "subs r3, r3, r4\n"   // r3: the index
      "ldr r4, [r1, %2]\n"  // next.low
      "subs r4, r3, r4\n"
      "ldr r5, [r1, %3]\n"  // next.limit
      "cmp r4, r5\n"
      "bhs 2f\n"
      RT_TEST_ALIGNMENT
      "ldr r4, [r1, %4]\n"  // next.base
      "adds r3, r3, r4\n"   // r3: the place, less the offset
      "ldr r6, [r1, %5]\n"  // misses
      "adds r6, #1\n"
      "str r6, [r1, %5]\n"
      "ldr r6, [sp, #32]\n"
      "adds r6, #2\n"
      "str r6, [sp, #32]\n" // go on behind the instruction
      "lsls r4, r2, #21\n"
      "lsrs r4, r4, #27\n"  // r4: the offset, in units
      "lsls r5, r2, #29\n"
      "lsrs r5, r5, #27\n"
      "add r5, sp\n"        // r5: where the data register is
      "lsrs r2, r2, #11\n"
      "cmp r2, #13\n"
      "bls 4f\n"
      "cmp r2, #15\n"
      "bls 5f\n"
      "lsls r4, r4, #1\n"
      "cmp r2, #17\n"
      "beq 6f\n"
      "ldr r5, [r5]\n"
      "strh r5, [r3, r4]\n"
      "b 9f\n"
      "6: ldrh r3, [r3, r4]\n"
      "str r3, [r5]\n"
      "b 9f\n"
      "4: lsls r4, r4, #2\n"
      "cmp r2, #13\n"
      "beq 7f\n"
      "ldr r5, [r5]\n"
      "str r5, [r3, r4]\n"
      "b 9f\n"
      "7: ldr r3, [r3, r4]\n"
      "str r3, [r5]\n"
      "b 9f\n"
      "5: cmp r2, #15\n"
      "beq 8f\n"
      "ldr r5, [r5]\n"
      "strb r5, [r3, r4]\n"
      "b 9f\n"
      "8: ldrb r3, [r3, r4]\n"
      "str r3, [r5]\n"
      "9:\n" RT_RETURN
      "2:\n" RT_CALL_DECODED
      // clang-format on
      :
      : "i"(rt_lean_look_decoded), "i"(offsetof(rt_view, hot.first.base)),
        "i"(offsetof(rt_view, hot.next.low)),
        "i"(offsetof(rt_view, hot.next.limit)),
        "i"(offsetof(rt_view, hot.next.base)),
        "i"(offsetof(rt_view, hot.misses)));
}

#else

// No code looks by itself.
void rt_lean_look_here(void) {}

#endif

RT_NAKED_CALL(uintptr_t, rt_lean_load,
              (rt_instance * instance, uintptr_t index, uintptr_t access))
RT_NAKED_CALL(void, rt_lean_store,
              (rt_instance * instance, uintptr_t index, uintptr_t access,
               uintptr_t value))

#endif
