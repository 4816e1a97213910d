// What call0.s and windowed.s do for cpu.c.
#ifndef BOARD_CPU_H
#define BOARD_CPU_H

#include <stdbool.h>
#include <stdint.h>

// Where a signal's handler finds registers: words of struct ucontext.
enum {
  kPc = 5,
  kLoopBegin = 7,
  kLoopEnd = 8,
  kLoopCount = 9,
  kRegisters = 13,
};

// Puts all registers that a caller may want to have kept into `registers` or
// on the stack, and gives the lowest address that matters on the stack.
uintptr_t cpu_spill(uint32_t registers[4]);

// Calls start() on an empty stack.
_Noreturn void cpu_restart(void);

// Float registers (windowed.s alone).
uint32_t cpu_get_float(unsigned number);
void cpu_set_float(unsigned number, uint32_t value);

// Does the misaligned load or store at which the context is, and has it go on
// behind it. False: it is none.
bool cpu_make_access(uint32_t *context);

_Noreturn void start(const uint32_t *arguments);

#endif
