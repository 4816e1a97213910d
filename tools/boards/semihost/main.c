// Runs one script, as the unix port does, and ends with its exit status.
//
// The command line is HEAP SCRIPT [ARG...]; semihosting gives it as one string
// with spaces between, so board.bash escapes what is special with %XX.

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "extmod/vfs.h"
#include "host.h"
#include "py/builtin.h"
#include "py/compile.h"
#include "py/cstack.h"
#include "py/gc.h"
#include "py/mperrno.h"
#include "py/mphal.h"
#include "py/objarray.h"
#include "py/runtime.h"
#include "py/stream.h"
#include "shared/readline/readline.h"
#include "shared/runtime/gchelper.h"
#include "vfs_host.h"

void board_report(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  for (; *format; format++) {
    if (*format != '%') {
      host_stderr_write(format, 1);
      continue;
    }
    if (*++format == 's') {
      const char *text = va_arg(arguments, const char *);
      host_stderr_write(text, strlen(text));
    } else {
      uint32_t value = va_arg(arguments, uint32_t);
      char digits[10] = "0x";
      for (int i = 0; i < 8; i++)
        digits[2 + i] = "0123456789abcdef"[value >> (28 - 4 * i) & 15];
      host_stderr_write(digits, sizeof digits);
    }
  }
  va_end(arguments);
}

// --- The command line -------------------------------------------------------

static unsigned digit(char c) {
  return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

// Decodes the next argument in place and moves on; NULL at the end.
static char *next_argument(char **text) {
  if (!*text) return NULL;
  char *argument = *text, *end = argument, *from = argument;
  for (; *from && *from != ' '; from++) {
    if (*from != '%') {
      *end++ = *from;
    } else if (from[1] && from[1] != ' ') {  // else it stands for nothing
      *end++ = digit(from[1]) << 4 | digit(from[2]);
      from += 2;
    }
  }
  *text = *from ? from + 1 : NULL;
  *end = 0;
  return argument;
}

static size_t size_of(const char *text) {
  char *end;
  size_t size = strtoul(text, &end, 10);
  if ((*end | 32) == 'k') size <<= 10;
  if ((*end | 32) == 'm') size <<= 20;
  return size;
}

// Makes the heap from what the linker left over; from another memory if it is
// to be larger than that. The command line stays behind the end of the first:
// it can be long, and the script may want all of it. Who asks for all of the
// memory gets the rest.
static char *init_heap(void) {
  char *start = _heap_start;
  size_t room = (uintptr_t)_heap_end - (uintptr_t)start;
  if (host_command_line(start, room) != 0) {
    board_report("%s: error: no command line\n", BOARD_NAME);
    host_exit(1);
  }
  size_t length = (strlen(start) + 4) & ~3u;
  room -= length;
  char *line = memmove(start + room, start, length);

  size_t size = size_of(next_argument(&line));
  size_t large = (uintptr_t)_large_heap_end - (uintptr_t)_large_heap_start;
  if (size > room && large != 0) {
    start = _large_heap_start;
    room = large;
    length = 0;
  }
  if (size > room + length) {
    board_report("%s: error: MPY_HEAP may be at most %x bytes\n", BOARD_NAME,
                 room + length);
    host_exit(1);
  }
  if (size == 0) size = (uintptr_t)_heap_default_end - (uintptr_t)start;
  if (size < 4096) size = 4096;  // MicroPython needs some itself
  gc_init(start, start + (size < room ? size : room));
  return line;
}

// --- Running a script -------------------------------------------------------

static void print_to_stderr(void *data, const char *text, size_t size) {
  (void)data;
  host_stderr_write(text, size);
}

static const mp_print_t stderr_print = {NULL, print_to_stderr};

// The status for an exception that the script did not catch.
static int status_of(mp_obj_base_t *exception) {
  if (!mp_obj_is_subclass_fast(MP_OBJ_FROM_PTR(exception->type),
                               MP_OBJ_FROM_PTR(&mp_type_SystemExit))) {
    mp_obj_print_exception(&stderr_print, MP_OBJ_FROM_PTR(exception));
    return 1;
  }
  mp_obj_t value = mp_obj_exception_get_value(MP_OBJ_FROM_PTR(exception));
  mp_int_t status = 0;
  if (value != mp_const_none && !mp_obj_get_int_maybe(value, &status))
    status = 1;
  return status & 255;
}

static int run_script(const char *path) {
  nlr_buf_t nlr;
  if (nlr_push(&nlr) != 0) return status_of(nlr.ret_val);
  mp_lexer_t *lexer = mp_lexer_new_from_file(qstr_from_str(path));
  qstr source = lexer->source_name;
#if MICROPY_PY___FILE__
  mp_store_global(MP_QSTR___file__, MP_OBJ_NEW_QSTR(source));
#endif
  mp_parse_tree_t tree = mp_parse(lexer, MP_PARSE_FILE_INPUT);
  mp_call_function_0(mp_compile(&tree, source, false));
  mp_handle_pending(true);
  nlr_pop();
  return 0;
}

#if MICROPY_PY_SYS_ATEXIT
static int run_exit_function(int status) {
  if (!mp_obj_is_callable(MP_STATE_VM(sys_exitfunc))) return status;
  nlr_buf_t nlr;
  if (nlr_push(&nlr) != 0) return status_of(nlr.ret_val);
  mp_call_function_0(MP_STATE_VM(sys_exitfunc));
  nlr_pop();
  return status;
}
#endif

// sys.path is the folder of the script and the current one, as on x64, and
// ROMFS, which mp_init() has mounted.
static void set_paths(const char *script) {
  mp_obj_list_init(MP_OBJ_TO_PTR(mp_sys_path), 0);
  const char *slash = strrchr(script, '/');
  if (slash) {
    mp_obj_list_append(mp_sys_path,
                       mp_obj_new_str_via_qstr(script, slash - script));
  }
  mp_obj_list_append(mp_sys_path, mp_obj_new_str_via_qstr(".", 1));
#if MICROPY_VFS_ROM_IOCTL
  mp_obj_list_append(mp_sys_path, MP_OBJ_NEW_QSTR(MP_QSTR__slash_rom));
  mp_obj_list_append(mp_sys_path,
                     MP_OBJ_NEW_QSTR(MP_QSTR__slash_rom_slash_lib));
#endif
}

void board_main(void) {
  host_open_streams();
  mp_cstack_init_with_top(_stack_top,
                          sizeof(uint32_t) * (_stack_top - _stack_bottom));
  char *arguments = init_heap();
  mp_init();
  vfs_host_mount();

  char *script = next_argument(&arguments);
  if (!script) {
    board_report("%s: error: no script\n", BOARD_NAME);
    host_exit(1);
  }
  set_paths(script);
  mp_obj_list_init(MP_OBJ_TO_PTR(mp_sys_argv), 0);
  for (char *argument = script; argument;
       argument = next_argument(&arguments)) {
    mp_obj_list_append(mp_sys_argv, mp_obj_new_str_from_cstr(argument));
  }

  int status = run_script(script);
#if MICROPY_PY_SYS_ATEXIT
  status = run_exit_function(status);
#endif
  host_exit(status);
}

#if BOARD_SERIAL
void board_received(int c) {
  if (c == CHAR_CTRL_C) mp_sched_keyboard_interrupt();
}
#endif

// --- What MicroPython wants from a port -------------------------------------

#if MICROPY_VFS_ROM_IOCTL
// One part of the memory that stands for flash. The emulator writes to it
// (board.bash), we do not.
static const MP_DEFINE_MEMORYVIEW_OBJ(romfs, 'B', 0, 512 * 1024,
                                      (void *)BOARD_ROMFS);

mp_obj_t mp_vfs_rom_ioctl(size_t n_args, const mp_obj_t *args) {
  (void)n_args;
  switch (mp_obj_get_int(args[0])) {
    case MP_VFS_ROM_IOCTL_GET_NUMBER_OF_SEGMENTS:
      return MP_OBJ_NEW_SMALL_INT(1);
    case MP_VFS_ROM_IOCTL_GET_SEGMENT:
      return MP_OBJ_FROM_PTR(&romfs);
    default:
      return MP_OBJ_NEW_SMALL_INT(-MP_EINVAL);
  }
}
#endif

void gc_collect(void) {
  gc_collect_start();
  gc_helper_collect_regs_and_stack();
  gc_collect_end();
}

void nlr_jump_fail(void *value) {
  board_report("%s: uncaught NLR %x\n", BOARD_NAME, (uint32_t)value);
  host_exit(kCrashAbort);
}

mp_uint_t mp_hal_stdout_tx_strn(const char *text, size_t size) {
  host_stdout_write(text, size);
  return size;
}

int mp_hal_stdin_rx_chr(void) {
  unsigned char c;
  return host_stdin_read(&c, 1) == 1 ? c : CHAR_CTRL_D;
}

uintptr_t mp_hal_stdio_poll(uintptr_t flags) { return flags; }

// For input(): no editing and no echo, the input is rarely a terminal.
int host_readline(vstr_t *line, const char *prompt) {
  host_stdout_write(prompt, strlen(prompt));
  char c;
  while (host_stdin_read(&c, 1) == 1) {
    if (c == '\n') return 0;
    vstr_add_char(line, c);
  }
  return line->len ? 0 : CHAR_CTRL_D;
}

mp_uint_t mp_hal_ticks_ms(void) { return host_nanoseconds() / 1000000; }
mp_uint_t mp_hal_ticks_us(void) { return host_nanoseconds() / 1000; }
mp_uint_t mp_hal_ticks_cpu(void) { return host_nanoseconds(); }

uint64_t mp_hal_time_ns(void) {
  static uint64_t start;
  if (!start) start = host_seconds() * 1000000000ull - host_nanoseconds();
  return start + host_nanoseconds();
}

static void wait(uint64_t nanoseconds) {
  uint64_t start = host_nanoseconds();
  do {
    mp_event_handle_nowait();
  } while (host_nanoseconds() - start < nanoseconds);
}

void mp_hal_delay_ms(mp_uint_t ms) { wait(ms * 1000000ull); }
void mp_hal_delay_us(mp_uint_t us) { wait(us * 1000ull); }

// What the C library may call; there is one end for all of it.
void exit(int status) { host_exit(status); }

void abort(void) {
  board_report("%s: abort\n", BOARD_NAME);
  host_exit(kCrashAbort);
}
