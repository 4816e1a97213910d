// WASI preview 1: https://github.com/WebAssembly/WASI, wasi_snapshot_preview1.
//
// A function of WASI runs inside of rt_wasi_guard: an OSError, whether Python
// raised it or rt_wasi_fail, becomes the errno that the function returns. So
// checks need no code at the caller. So does UnicodeError, which a path has
// that is not UTF-8. Other exceptions pass through.
#ifndef WASM2MPY_RUNTIME_WASI_H_
#define WASM2MPY_RUNTIME_WASI_H_

#include "host.h"

// The errno numbers that are used.
enum {
  kWasiAgain = 6,
  kWasiBadf = 8,
  kWasiExist = 20,
  kWasiFault = 21,
  kWasiIlseq = 25,
  kWasiInval = 28,
  kWasiIo = 29,
  kWasiIsdir = 31,
  kWasiNametoolong = 37,
  kWasiNoent = 44,
  kWasiNosys = 52,
  kWasiNotdir = 54,
  kWasiNotempty = 55,
  kWasiNotsock = 57,
  kWasiNotsup = 58,
  kWasiSpipe = 70,
  kWasiNotcapable = 76,
};

// Types of files.
enum {
  kWasiUnknown = 0,
  kWasiCharacterDevice = 2,
  kWasiDirectory = 3,
  kWasiRegularFile = 4,
  kWasiSymbolicLink = 7,
};

// Flags of an open file.
enum { kWasiAppend = 1 };

// An open file: a block of the list in rt_host_state. A standard stream has no
// path, a folder no stream.
typedef struct rt_wasi_file {
  struct rt_wasi_file *next;
  mp_obj_t stream;
  mp_obj_t path;     // on the board
  mp_obj_t name;     // of a folder that is there at the start, else null
  mp_obj_t entries;  // of a folder that is being read: a list
  uint32_t fd;
  uint32_t flags;
} rt_wasi_file;

// Defines an import: what follows is its body, which gets `instance` and
// `slots` and fails by raising.
#define RT_WASI_FUNCTION(name)                                  \
  static void name(rt_instance *instance, uint64_t *slots);     \
  void rt_wasi_##name(rt_instance *instance, uint64_t *slots) { \
    rt_wasi_guard(name, instance, slots);                       \
  }                                                             \
  static void name(rt_instance *instance, uint64_t *slots)

void rt_wasi_guard(rt_host_function *function, rt_instance *instance,
                   uint64_t *slots);
// Ends a function of WASI with that errno.
_Noreturn void rt_wasi_fail(rt_instance *instance, uint32_t error);
// Whether that is an UnicodeError.
int rt_wasi_is_unicode_error(const mp_fun_table_t *fun, mp_obj_t exception);
// The errno that stands for what was raised; raises it again if there is none.
uint32_t rt_wasi_error(rt_instance *instance, mp_obj_t exception);

// As rt_span, but fails with EFAULT.
uint8_t *rt_wasi_span(rt_instance *instance, uint32_t at, uint32_t size);
// Stores at any address.
void rt_wasi_put32(rt_instance *instance, uint32_t at, uint32_t value);
void rt_wasi_put64(rt_instance *instance, uint32_t at, uint64_t value);

// The open file, or null.
rt_wasi_file *rt_wasi_find(rt_instance *instance, uint32_t fd);
// Fails with EBADF if it is not open.
rt_wasi_file *rt_wasi_file_at(rt_instance *instance, uint32_t fd);
// The stream of an open file; fails with EISDIR.
mp_obj_t rt_wasi_stream(rt_instance *instance, uint32_t fd);
// A new one, with the lowest number from `fd` on that is free.
rt_wasi_file *rt_wasi_add(rt_instance *instance, uint32_t fd);
void rt_wasi_close(rt_instance *instance, rt_wasi_file *file);
// stream.seek(slots[0], whence): the new position goes to slots[0].
void rt_wasi_seek(rt_instance *instance, mp_obj_t stream, uint64_t *slots,
                  uint32_t whence);
// Opens the folders that the program was given, if it was not done yet.
void rt_wasi_open_folders(rt_instance *instance);

// The path on the board for one in an open folder.
mp_obj_t rt_wasi_path(rt_instance *instance, uint32_t fd, uint32_t at,
                      uint32_t size);
// os.stat(path), or null for the current folder, which cannot be asked on
// every port.
mp_obj_t rt_wasi_stat(rt_instance *instance, mp_obj_t path);
// The entries of a folder, a list of what os.ilistdir gives. Where a name is
// not UTF-8 all of them are bytes. Null: the file system has no ilistdir.
mp_obj_t rt_wasi_list(rt_instance *instance, mp_obj_t path);
// The type of file that belongs to the first item of os.stat.
uint32_t rt_wasi_file_type(mp_obj_t mode);

// Nanoseconds of a clock, a Python integer.
mp_obj_t rt_wasi_clock(rt_instance *instance, uint32_t clock);
// Python's seconds to nanoseconds since 1970.
mp_obj_t rt_wasi_seconds(const mp_fun_table_t *fun, mp_obj_t seconds);
// A Python integer as an u64 in a slot.
static inline void rt_wasi_to_slot(const mp_fun_table_t *fun, mp_obj_t number,
                                   uint64_t *slot) {
  rt_wrap(fun, number, 1, slot);
}

#endif  // WASM2MPY_RUNTIME_WASI_H_
