// What call0.s and windowed.s do for cpu.c.
#ifndef BOARD_CPU_H
#define BOARD_CPU_H

#include <stdint.h>

// Puts all registers that a caller may want to have kept into `registers` or
// on the stack, and gives the lowest address that matters on the stack.
uintptr_t cpu_spill(uint32_t registers[4]);

// Calls start() on an empty stack.
_Noreturn void cpu_restart(void);

_Noreturn void start(const uint32_t *arguments);

#endif
