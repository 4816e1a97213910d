// What makes a program of the bench a native one: an entry that calls
// run(ROUNDS) and prints the result as eight hexadecimal digits. Linux system
// calls and no C library, so that nearly all instructions are the program's.
#include "program.h"

static volatile const uint32_t rounds = ROUNDS;

#if defined(__x86_64__)
#define WRITE 1
#define EXIT 60
static long call(long number, long a, long b, long c) {
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__i386__)
#define WRITE 4
#define EXIT 1
static long call(long number, long a, long b, long c) {
  long result;
  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(number), "b"(a), "c"(b), "d"(c)
                   : "memory");
  return result;
}
#elif defined(__arm__)
#define WRITE 4
#define EXIT 1
static long call(long number, long a, long b, long c) {
  register long r0 __asm__("r0") = a;
  register long r1 __asm__("r1") = b;
  register long r2 __asm__("r2") = c;
  // r7 is the frame pointer of some compilers: only borrowed.
  __asm__ volatile("push {r7}\n mov r7, %1\n svc 0\n pop {r7}"
                   : "+r"(r0)
                   : "r"(number), "r"(r1), "r"(r2)
                   : "memory");
  return r0;
}
#elif defined(__riscv)
#define WRITE 64
#define EXIT 93
static long call(long number, long a, long b, long c) {
  register long a7 __asm__("a7") = number;
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
  return a0;
}
#elif defined(__XTENSA__) && defined(__XTENSA_WINDOWED_ABI__)
#define WRITE 13
#define EXIT 118
// The number in a2 and arguments in a6, a3, a4, a5; what an instruction takes
// may be in any register before that.
static long call(long number, long a, long b, long c) {
  __asm__ volatile(
      "mov a6, %1\n mov a3, %2\n mov a4, %3\n mov a2, %0\n syscall\n"
      "mov %0, a2"
      : "+r"(number)
      : "r"(a), "r"(b), "r"(c)
      : "a2", "a3", "a4", "a6", "memory");
  return number;
}
#elif defined(__XTENSA__)
#define WRITE 13
#define EXIT 118
static long call(long number, long a, long b, long c) {
  register long a2 __asm__("a2") = number;
  register long a6 __asm__("a6") = a;
  register long a3 __asm__("a3") = b;
  register long a4 __asm__("a4") = c;
  __asm__ volatile("syscall" : "+r"(a2) : "r"(a6), "r"(a3), "r"(a4) : "memory");
  return a2;
}
#endif

// What compilers make calls of, also in freestanding code: by words where that
// is possible, as a C library for small cores does it. `volatile`, or they
// would be made of calls of themselves.
#define WORD sizeof(uintptr_t)
#define WEAK __attribute__((weak))  // libc.c has its own

WEAK void *memset(void *to, int byte, uintptr_t size) {
  volatile uint8_t *at = to;
  uintptr_t word = (uint8_t)byte * (~(uintptr_t)0 / 255);
  if ((uintptr_t)at % WORD == 0) {
    for (; size >= WORD; size -= WORD, at += WORD)
      *(volatile uintptr_t *)at = word;
  }
  while (size--) *at++ = (uint8_t)byte;
  return to;
}
WEAK void *memcpy(void *restrict to, const void *restrict from,
                  uintptr_t size) {
  volatile uint8_t *at = to;
  const uint8_t *source = from;
  if (((uintptr_t)at | (uintptr_t)source) % WORD == 0) {
    for (; size >= WORD; size -= WORD, at += WORD, source += WORD)
      *(volatile uintptr_t *)at = *(const uintptr_t *)source;
  }
  while (size--) *at++ = *source++;
  return to;
}

#if defined(__x86_64__) || defined(__i386__)
__attribute__((force_align_arg_pointer))  // which only a call would have
#endif
void _start(void) {
  char text[9];
  uint32_t result = run(rounds);
  for (int i = 0; i < 8; ++i)
    text[i] = "0123456789abcdef"[result >> (28 - 4 * i) & 15];
  text[8] = '\n';
  call(WRITE, 1, (long)text, 9);
  for (;;) call(EXIT, 0, 0, 0);
}
