// Start and faults of the Cortex-M boards.
//
// Python runs on the process stack at the bottom of the memory: below it there
// is nothing, so a native stack overflow faults instead of spoiling data. The
// handlers have the main stack. The only interrupt is that of the serial line,
// where there is one.

#include "board.h"
#include "host.h"

extern uint32_t _data_load[], _data_start[], _data_end[], _bss_start[],
    _bss_end[], _handler_stack_top[];

_Noreturn void enter(void);

extern char _psram[];

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define CFSR REGISTER(0xe000ed28)
#define HFSR REGISTER(0xe000ed2c)
#define MMFAR REGISTER(0xe000ed34)
#define BFAR REGISTER(0xe000ed38)
#define CPACR REGISTER(0xe000ed88)
#define MPU_CTRL REGISTER(0xe000ed94)
#define MPU_RBAR REGISTER(0xe000ed9c)
#define MPU_RASR REGISTER(0xe000eda0)

// Not cleared at the start: tells a reset that we wanted from one that
// something else caused. That would run the script again, and the emulator
// would end as if all were well.
static uint32_t reset_mark __attribute__((section(".noinit")));
enum { kRunning = 0x52754e21, kRestart = 0x41676121 };

#if defined(__thumb2__)
// The machine is more tolerant than a chip: stores change the memory that
// stands for flash, and much of the address space between the memories can be
// written without effect. The MPU makes both fault. Of several regions that
// hold an address, the last counts; addresses in none are as by default.
static void init_mpu(void) {
  enum { k4M = 21, k16M = 23, k512M = 28 };  // log2 of the size, less 1
  enum {
    kNone = 1 << 28,
    kReadOnly = 6 << 24 | 3 << 16,
    kAll = 3 << 24 | 3 << 16
  };
  const struct {
    uint32_t start, size, access;
  } regions[] = {
      {0, k512M, kNone},          {0, k4M, kReadOnly},
      {0x20000000, k512M, kNone}, {0x20000000, k4M, kAll},
      {0x60000000, k512M, kNone}, {(uint32_t)_psram, k16M, kAll},
  };
  for (unsigned i = 0; i < sizeof regions / sizeof regions[0]; i++) {
    MPU_RBAR = regions[i].start | 1 << 4 | i;
    MPU_RASR = regions[i].access | regions[i].size << 1 | 1;
  }
  MPU_CTRL = 1 << 2 | 1;
  __asm__ volatile("dsb\nisb");
}
#endif

#if BOARD_SERIAL
// The first UART of the MPS2. Only its receiver is in use; its interrupt is
// number 0.
#define UART_DATA REGISTER(0x40004000)
#define UART_CTRL REGISTER(0x40004008)
#define UART_PENDING REGISTER(0x4000400c)
#define UART_BAUD_DIVIDER REGISTER(0x40004010)
#define NVIC_ENABLE REGISTER(0xe000e100)

static void init_serial(void) {
  enum { kReceive = 1 << 1, kReceiveInterrupt = 1 << 3 };
  UART_BAUD_DIVIDER = 16;
  UART_CTRL = kReceive | kReceiveInterrupt;
  NVIC_ENABLE = 1;
}

static void receive(void) {
  UART_PENDING = 1 << 1;  // is no more
  board_received(UART_DATA & 255);
}
#endif

static void init_core(void) {
#if defined(__ARM_FP)
  CPACR |= 15 << 20;  // coprocessors 10 and 11: the FPU
  __asm__ volatile("dsb\nisb");
#endif
#if defined(__thumb2__)
  init_mpu();
#endif
#if BOARD_SERIAL
  init_serial();
#endif
}

__attribute__((used)) _Noreturn static void start(void) {
  uint32_t mark = reset_mark;
  for (uint32_t *to = _data_start, *from = _data_load; to < _data_end;)
    *to++ = *from++;
  for (uint32_t *to = _bss_start; to < _bss_end;) *to++ = 0;
  init_core();
  reset_mark = kRunning;
  if (mark == kRunning) {
    host_open_streams();
    board_report("%s: unexpected reset\n", BOARD_NAME);
    host_exit(kCrashAbort);
  }
  board_main();
}

__attribute__((naked)) _Noreturn void enter(void) {
  __asm__ volatile("ldr r0, =_stack_top\n"
                   "msr psp, r0\n"
                   "movs r0, #2\n"
                   "msr control, r0\n"  // thread mode uses the process stack
                   "isb\n"
                   "bl start\n");
}

_Noreturn void board_restart(void) {
  reset_mark = kRestart;
  enter();
}

// --- Faults -----------------------------------------------------------------

// The core has no more to say on a Cortex-M0 than that there was a fault.
static int fault_status(uint32_t *frame) {
#if defined(__thumb2__)
  uint32_t cause = CFSR;
  if (cause & 1u << 25) return kCrashArithmetic;
  if (cause & 1u << 24) return kCrashBus;
  if (cause & 0xffff0000) return kCrashIllegal;
#else
  if (frame && !(frame[7] & 1u << 24)) return kCrashIllegal;  // not Thumb
#endif
  return kCrashSegment;
}

__attribute__((used)) _Noreturn static void report_fault(uint32_t *frame,
                                                         uint32_t exception,
                                                         uint32_t exc_return) {
  static const char *const names[] = {
      "", "reset", "NMI", "HardFault", "MemManage", "BusFault", "UsageFault"};
  board_report("%s: %s", BOARD_NAME,
               exception < 7 ? names[exception] : "unexpected exception");
  uint32_t sp = (uint32_t)(frame + (exc_return & 16 ? 8 : 26));
  // On an overflow the core could not write the frame.
  if (frame >= _stack_bottom && frame + 8 <= _stack_top) {
    board_report(": pc %x, lr %x, sp %x, r0 %x, r1 %x, r2 %x, r3 %x, psr %x",
                 frame[6], frame[5], sp, frame[0], frame[1], frame[2], frame[3],
                 frame[7]);
  } else {
    board_report(": stack overflow, sp %x", sp);
    frame = 0;
  }
#if defined(__thumb2__)
  board_report(", cfsr %x, hfsr %x", CFSR, HFSR);
  if (CFSR & 1u << 15) board_report(", address %x", BFAR);
  if (CFSR & 1u << 7) board_report(", address %x", MMFAR);
#endif
  board_report("\n");
  host_exit(fault_status(frame));
}

__attribute__((naked)) static void fault(void) {
  __asm__ volatile("mrs r0, psp\n"
                   "mrs r1, ipsr\n"
                   "mov r2, lr\n"
                   "bl report_fault\n");
}

__attribute__((used,
               section(".vectors"))) static const void *const vectors[] = {
    _handler_stack_top,
    enter,
    fault,
    fault,
    fault,
    fault,
    fault,
    fault,
    fault,
    fault,
    fault,
    fault,
    fault,
    fault,
    fault,
    fault,
#if BOARD_SERIAL
    receive,
#endif
};
