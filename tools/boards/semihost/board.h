// What a core gives to the rest of the board.
#ifndef BOARD_BOARD_H
#define BOARD_BOARD_H

#include <stdint.h>

// Exit statuses that mean a crash: 128 plus the signal that a program of
// Linux would have got. tools/mpy-run knows them.
enum {
  kCrashIllegal = 132,
  kCrashAbort = 134,
  kCrashBus = 135,
  kCrashArithmetic = 136,
  kCrashSegment = 139,
};

// From the linker script.
extern uint32_t _stack_bottom[], _stack_top[];
extern char _heap_start[], _heap_end[], _heap_default_end[];
extern char _large_heap_start[], _large_heap_end[];  // 0 if there is none

// Starts all over, as after a reset; static data is as at the start.
_Noreturn void board_restart(void);

_Noreturn void board_main(void);

// With BOARD_SERIAL: a byte came on the serial line. Called by the interrupt.
void board_received(int c);

// Writes to standard error with %s and %x (eight digits) only: printf would
// need a heap or a deep stack, and a crash may have left neither.
void board_report(const char *format, ...);

#endif
