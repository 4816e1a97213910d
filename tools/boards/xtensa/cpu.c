// Start, end and garbage collection of the Xtensa boards. What needs
// instructions of their own is in call0.s and windowed.s.

#include "cpu.h"

#include <string.h>

#include "board.h"
#include "host.h"
#include "linux.h"
#include "py/gc.h"
#include "py/mpstate.h"
#include "shared/runtime/gchelper.h"

extern char _data_start[], _data_end[], _data_copy[], _bss_start[], _bss_end[];
extern char _signal_stack[], _signal_stack_end[];
extern const uint32_t *linux_arguments;

static const uint32_t *first_arguments __attribute__((section(".noinit")));

// --- Crashes ----------------------------------------------------------------

static void handle_signal(int signal, const uint32_t *info, uint32_t *context) {
#ifdef BOARD_SPLITS_ACCESSES
  if (signal == 7 && cpu_make_access(context)) return;
#endif
  static const struct {
    int signal;
    const char *name;
  } names[] = {
      {4, "illegal instruction"},
      {7, "misaligned access"},
      {8, "division by zero"},
      {11, "access to no memory"},
  };
  const char *name = "signal";
  for (unsigned i = 0; i < MP_ARRAY_SIZE(names); i++) {
    if (names[i].signal == signal) name = names[i].name;
  }
  const uint32_t *a = context + kRegisters;
  board_report("%s: %s: pc %x, a0 %x, sp %x, a2 %x, a3 %x, a8 %x, a10 %x, "
               "address %x\n",
               BOARD_NAME, name, context[kPc], a[0], a[1], a[2], a[3], a[8],
               a[10], info[3]);
  host_exit(128 + signal);
}

static void catch_signals(void) {
  static const int signals[] = {4, 5, 6, 7, 8, 11};
  uint32_t stack[3] = {(uintptr_t)_signal_stack, 0,
                       _signal_stack_end - _signal_stack};
  linux_call(kLinuxSignalStack, (uintptr_t)stack, 0, 0, 0);
  // Handler, flags (with information, on that stack), restorer, mask.
  uint32_t action[5] = {(uintptr_t)handle_signal, 0x08000004};
  for (unsigned i = 0; i < MP_ARRAY_SIZE(signals); i++)
    linux_call(kLinuxSignalAction, signals[i], (uintptr_t)action, 0, 8);
}

// --- Start ------------------------------------------------------------------

// The C library for bare metal has no name for this one.
_Noreturn void start(const uint32_t *arguments) {
  size_t data_size = _data_end - _data_start;
  if (arguments) {
    first_arguments = arguments;
    memcpy(_data_copy, _data_start, data_size);
    catch_signals();
  } else {
    memcpy(_data_start, _data_copy, data_size);
    memset(_bss_start, 0, _bss_end - _bss_start);
  }
  linux_arguments = first_arguments;
  board_main();
}

_Noreturn void board_restart(void) { cpu_restart(); }

// --- Garbage collection -----------------------------------------------------

void gc_helper_collect_regs_and_stack(void) {
  uint32_t registers[4];
  uintptr_t bottom = cpu_spill(registers);
  gc_collect_root((void **)registers, MP_ARRAY_SIZE(registers));
  gc_collect_root(
      (void **)bottom,
      ((uintptr_t)MP_STATE_THREAD(stack_top) - bottom) / sizeof(void *));
}
