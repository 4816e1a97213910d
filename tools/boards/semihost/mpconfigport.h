// What MicroPython is like on the boards that run under system emulation.
//
// The same as on real boards of these cores (the rp2, stm32, samd and qemu
// ports): feature level "extra", the native emitter with the .mpy loader,
// multi-precision integers, errors as text. What differs between the boards
// comes from their .sh file as BOARD_... macros.

#include <alloca.h>
#include <stdint.h>

#define MICROPY_CONFIG_ROM_LEVEL (MICROPY_CONFIG_ROM_LEVEL_EXTRA_FEATURES)

// The emitter also decides which architecture of .mpy is loaded.
#if defined(__riscv)
#define MICROPY_EMIT_RV32 (1)
#define MICROPY_EMIT_INLINE_RV32 (1)
#elif defined(__thumb__)
#define MICROPY_EMIT_THUMB (1)
#define MICROPY_EMIT_INLINE_THUMB (1)
#if !defined(__thumb2__)
#define MICROPY_EMIT_THUMB_ARMV7M (0)
#define MICROPY_EMIT_INLINE_THUMB_FLOAT (0)
#endif
#define MICROPY_MAKE_POINTER_CALLABLE(p) ((void *)((uint32_t)(p) | 1))
#endif
#define MICROPY_PERSISTENT_CODE_LOAD (1)

#if BOARD_DOUBLE
#define MICROPY_FLOAT_IMPL (MICROPY_FLOAT_IMPL_DOUBLE)
#else
#define MICROPY_FLOAT_IMPL (MICROPY_FLOAT_IMPL_FLOAT)
#endif
#define MICROPY_LONGINT_IMPL (MICROPY_LONGINT_IMPL_MPZ)

#define MICROPY_ENABLE_GC (1)
#define MICROPY_STACK_CHECK (1)
#define MICROPY_STACK_CHECK_MARGIN (1024)
#define MICROPY_MALLOC_USES_ALLOCATED_SIZE (1)
#define MICROPY_MEM_STATS (1)
#define MICROPY_ENABLE_EMERGENCY_EXCEPTION_BUF (1)
#define MICROPY_ERROR_REPORTING (MICROPY_ERROR_REPORTING_NORMAL)
#define MICROPY_WARNINGS (1)
#define MICROPY_KBD_EXCEPTION (BOARD_SERIAL)

#define MICROPY_VFS (1)
#define MICROPY_VFS_ROM (1)
#ifdef BOARD_ROMFS
#define MICROPY_VFS_ROM_IOCTL (1)
#else
#define MICROPY_VFS_ROM_IOCTL (0)
#endif
#define MICROPY_READER_VFS (1)

#if !defined(__xtensa__)
#define MICROPY_PY_SYS_PLATFORM "qemu"
#endif
#define MICROPY_PY_SYS_STDIO_BUFFER (0)  // our files have `buffer` themselves
#define MICROPY_PY_SELECT (0)
#define MICROPY_PY_ASYNCIO (0)
#define MICROPY_PY_UCTYPES (1)
#define MICROPY_PY_TIME (1)
#define MICROPY_PY_TIME_TIME_TIME_NS (1)
#define MICROPY_PY_TIME_INCLUDEFILE "board_time.inc"
#define MICROPY_PY_MACHINE (1)
#define MICROPY_PY_MACHINE_RESET (1)
#define MICROPY_PY_MACHINE_INCLUDEFILE "board_machine.inc"

#define MICROPY_HW_BOARD_NAME "wasm2mpy test board"
#define MICROPY_HW_MCU_NAME BOARD_NAME

#define MP_SSIZE_MAX (0x7fffffff)
#define UINT_FMT "%lu"
#define INT_FMT "%ld"
typedef int32_t mp_int_t;
typedef uint32_t mp_uint_t;
typedef long mp_off_t;

#define MP_NEED_LOG2 (1)
#define MP_STATE_PORT MP_STATE_VM

// The output goes to a program, not to a terminal: no carriage returns.
#define MP_PLAT_PRINT_STRN(str, len) mp_hal_stdout_tx_strn(str, len)
