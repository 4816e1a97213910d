// The functions for floats of Cortex-M, assembly of runtime/builtins or libgcc,
// against instructions for floats: this program is for a core that runs Thumb
// and has VFP, which QEMU does exactly.
// It calls the functions by their names, with numbers as integers.
//
// Prints what differs, at most 20 lines, and the number of comparisons. ROUNDS
// is defined from outside.
#include <stdint.h>

enum { kWrite = 4, kExit = 1, kMostFailures = 20 };

static long call(long number, long a, long b, long c) {
  register long r7 __asm__("r7") = number;
  register long r0 __asm__("r0") = a;
  register long r1 __asm__("r1") = b;
  register long r2 __asm__("r2") = c;
  __asm__ volatile("svc 0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2) : "memory");
  return r0;
}

// GCC calls it.
void *memcpy(void *to, const void *from, unsigned size) {
  for (unsigned i = 0; i < size; ++i) {
    ((char *)to)[i] = ((const char *)from)[i];
  }
  return to;
}

static void print(const char *text) {
  int length = 0;
  while (text[length] != 0) ++length;
  call(kWrite, 1, (long)text, length);
}

static void print_number(uint64_t number, unsigned base) {
  char text[24];
  int at = sizeof text - 1;
  text[at] = 0;
  do {
    text[--at] = "0123456789abcdef"[number % base];
    number /= base;
  } while (number != 0);
  print(text + at);
}

static unsigned compared, failed;

static void check(const char *name, uint64_t a, uint64_t b, uint64_t got,
                  uint64_t expected) {
  ++compared;
  if (got == expected) return;
  print(name);
  print("(0x");
  print_number(a, 16);
  print(", 0x");
  print_number(b, 16);
  print("): got 0x");
  print_number(got, 16);
  print(", expected 0x");
  print_number(expected, 16);
  print("\n");
  if (++failed == kMostFailures) call(kExit, 1, 0, 0);
}

static uint64_t next_random(void) {
  static uint64_t state = 0x2545f4914f6cdd1d;
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

// All bits but the lowest ones, of which there are fewer than `most`.
static uint64_t upper_bits(uint64_t random, unsigned most) {
  return ~((UINT64_C(1) << (uint32_t)random % most) - 1);
}

#define Rep uint32_t
#define Number float
#define kSig 23
#define kMaxExp 255
#define F(name) name##_f32
#define ARITHMETIC(name) __aeabi_f##name
#define TO(name) __aeabi_f2##name
#define FROM(name) __aeabi_##name##2f
#include "format.inc"
#undef Rep
#undef Number
#undef kSig
#undef kMaxExp
#undef F
#undef ARITHMETIC
#undef TO
#undef FROM

#define Rep uint64_t
#define Number double
#define kSig 52
#define kMaxExp 2047
#define F(name) name##_f64
#define ARITHMETIC(name) __aeabi_d##name
#define TO(name) __aeabi_d2##name
#define FROM(name) __aeabi_##name##2d
#include "format.inc"

uint64_t __aeabi_f2d(uint32_t a);
uint32_t __aeabi_d2f(uint64_t a);

static void check_extend(uint32_t a) {
  volatile float number = number_f32(a);
  check("f2d", a, 0, result_f64(__aeabi_f2d(a)), bits_f64((double)number));
}

static void check_truncate(uint64_t a) {
  volatile double number = number_f64(a);
  check("d2f", a, 0, result_f32(__aeabi_d2f(a)), bits_f32((float)number));
}

// Around the numbers of float, small ones above all, and their halves.
static void check_between_formats(void) {
  for (uint32_t a = 0; a < 512; ++a) {
    check_extend(a << 23);
    check_extend((a << 23) + 1);
    check_extend((a << 23) - 1);
    check_extend(a);
  }
  for (int i = 0; i < ROUNDS; ++i) {
    uint64_t random = next_random();
    uint32_t single = (uint32_t)(i % 2 == 0 ? random : random & 0x81ffffff);
    check_extend(single);
    volatile float number = number_f32(single);
    uint64_t a = bits_f64((double)number);
    uint64_t half = UINT64_C(1) << 28;
    for (int near = -1; near <= 1; ++near) {
      check_truncate(a + (uint64_t)near);
      check_truncate(a + half + (uint64_t)near);
    }
    check_truncate(random);
    uint64_t exponent = 870 + (random >> 52) % 300;
    check_truncate((random & UINT64_C(0x800fffffffffffff)) | exponent << 52);
  }
}

void _start(void) {
  check_all_f32();
  check_all_f64();
  check_between_formats();
  print_number(compared, 10);
  print(" compared, ");
  print_number(failed, 10);
  print(" failed\n");
  call(kExit, failed != 0, 0, 0);
}
