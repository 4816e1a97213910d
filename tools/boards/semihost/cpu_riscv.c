// Start and traps of the RISC-V board.
//
// As on ARM the stack is at the bottom of the memory that may be written, and
// traps have one of their own. There are no interrupts.

#include "board.h"
#include "host.h"

extern uint32_t _data_load[], _data_start[], _data_end[], _bss_start[],
    _bss_end[];
extern char _rom_start[], _ram_start[], _ram_end[], _handler_stack_top[];

// See cpu_arm.c.
static uint32_t reset_mark __attribute__((section(".noinit")));
enum { kRunning = 0x52754e21, kRestart = 0x41676121 };

_Noreturn void enter(void);
void trap(void);

// Makes code read-only, and what is no memory of ours an error to use: devices
// (one of them ends the emulator, as a success) and what follows the data.
// Each entry ends where the next begins; the rest of the memory, the heap, is
// as by default. The lock makes them hold for machine mode.
static void init_protection(void) {
  enum { kR = 1, kW = 2, kX = 4, kUpTo = 1 << 3, kLocked = 1 << 7 };
  enum { kNone = kUpTo | kLocked };
  __asm__ volatile("csrw pmpaddr0, %0" ::"r"((uint32_t)_rom_start >> 2));
  __asm__ volatile("csrw pmpaddr1, %0" ::"r"((uint32_t)_ram_start >> 2));
  __asm__ volatile("csrw pmpaddr2, %0" ::"r"((uint32_t)_ram_end >> 2));
  __asm__ volatile("csrw pmpaddr3, %0" ::"r"((uint32_t)_heap_start >> 2));
  uint32_t access = kNone | (kNone | kR | kX) << 8 |
                    (kNone | kR | kW | kX) << 16 | (uint32_t)kNone << 24;
  __asm__ volatile("csrw pmpcfg0, %0" ::"r"(access));
}

__attribute__((used)) _Noreturn static void start(void) {
  uint32_t mark = reset_mark;
  for (uint32_t *to = _data_start, *from = _data_load; to < _data_end;)
    *to++ = *from++;
  for (uint32_t *to = _bss_start; to < _bss_end;) *to++ = 0;
  reset_mark = kRunning;
  __asm__ volatile("csrw mscratch, %0" ::"r"(_handler_stack_top));
  __asm__ volatile("csrw mtvec, %0" ::"r"(trap));
  if (mark != kRestart) init_protection();
  if (mark == kRunning) {
    host_open_streams();
    board_report("%s: unexpected reset\n", BOARD_NAME);
    host_exit(kCrashAbort);
  }
  board_main();
}

__attribute__((naked, section(".entry"))) _Noreturn void enter(void) {
  __asm__ volatile(".option push\n"
                   ".option norelax\n"
                   "la gp, __global_pointer$\n"
                   ".option pop\n"
                   "la sp, _stack_top\n"
                   "j start\n");
}

_Noreturn void board_restart(void) {
  reset_mark = kRestart;
  enter();
}

#define READ_CSR(name)                                 \
  ({                                                   \
    uint32_t value;                                    \
    __asm__ volatile("csrr %0, " #name : "=r"(value)); \
    value;                                             \
  })

__attribute__((used)) _Noreturn static void report_trap(
    const uint32_t *registers) {
  static const struct {
    const char *name;
    int status;
  } causes[16] = {
      {"instruction address misaligned", kCrashBus},
      {"instruction access fault", kCrashSegment},
      {"illegal instruction", kCrashIllegal},
      {"breakpoint", kCrashIllegal},
      {"load address misaligned", kCrashBus},
      {"load access fault", kCrashSegment},
      {"store address misaligned", kCrashBus},
      {"store access fault", kCrashSegment},
  };
  uint32_t cause = READ_CSR(mcause);
  const char *name = cause < 8 ? causes[cause].name : "unexpected trap";
  uint32_t sp = READ_CSR(mscratch);
  board_report("%s: %s: pc %x, ra %x, sp %x, a0 %x, a1 %x, a2 %x, a3 %x, "
               "mcause %x, mtval %x\n",
               BOARD_NAME, name, READ_CSR(mepc), registers[0], sp, registers[1],
               registers[2], registers[3], registers[4], cause,
               READ_CSR(mtval));
  host_exit(cause < 8 ? causes[cause].status : kCrashAbort);
}

__attribute__((naked, aligned(4), used)) void trap(void) {
  __asm__ volatile("csrrw sp, mscratch, sp\n"
                   "addi sp, sp, -32\n"
                   "sw ra, 0(sp)\n"
                   "sw a0, 4(sp)\n"
                   "sw a1, 8(sp)\n"
                   "sw a2, 12(sp)\n"
                   "sw a3, 16(sp)\n"
                   "mv a0, sp\n"
                   "j report_trap\n");
}
