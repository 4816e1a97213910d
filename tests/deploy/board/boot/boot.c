// Runs the frozen _boot.py after each reset, as the ports for real boards do.
#include "py/mphal.h"
#include "py/runtime.h"
#include "shared/runtime/pyexec.h"

void __real_mp_init(void);
void __wrap_mp_init(void);

void __wrap_mp_init(void) {
  __real_mp_init();
  pyexec_frozen_module("_boot.py", false);
}

// For the times of files, which this board does not have.
uint64_t mp_hal_time_ns(void) { return 0; }
