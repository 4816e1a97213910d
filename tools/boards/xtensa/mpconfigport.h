// What MicroPython is like on the Xtensa boards: as on the other boards under
// emulation (../semihost), with what the esp8266 and esp32 ports do in their
// own way.

#include <stddef.h>

#include "../semihost/mpconfigport.h"

#if defined(__XTENSA_WINDOWED_ABI__)
#define MICROPY_EMIT_XTENSAWIN (1)
#define MICROPY_NLR_SETJMP (1)
#define MICROPY_PY_SYS_PLATFORM "esp32"
#else
#define MICROPY_EMIT_XTENSA (1)
#define MICROPY_EMIT_INLINE_XTENSA (1)
#define MICROPY_OBJ_REPR (MICROPY_OBJ_REPR_C)
#define MICROPY_PY_SYS_PLATFORM "esp8266"
#endif

// Native code is loaded into the heap, relocated, and copied to the memory that
// can be executed (native_code.c). So MicroPython keeps alive what else a
// module consists of.
#define MP_PLAT_COMMIT_EXEC(code, size, relocation) \
  board_commit_code(code, size, relocation)
void *board_commit_code(void *code, size_t size, void *relocation);
