// Functions that modules import and the runtime implements (host.def).
//
// Each is called with the importing instance and the operands in slots of 8
// bytes, and leaves its result in slots[0]. An i32 is the low half of a slot;
// the rest of the slot is undefined.
//
// Those of `wiring` reach MicroPython through qstrs (RT_QSTRS), of which a module
// has what it needs. The others do so through the built-in functions `getattr`
// and `__import__`, which take names as strings. Static qstrs cost nothing and
// are used where there are any. Built-in functions are looked up in the module
// `builtins`, never with load_global: its globals are those of whoever called.
#ifndef WASM2MPY_RUNTIME_HOST_H_
#define WASM2MPY_RUNTIME_HOST_H_

#include "../rt_internal.h"

#define RT_HOST(module, name, function, params, results) \
  rt_host_function function;
#include "host.def"
#undef RT_HOST

static inline const mp_fun_table_t *rt_fun(rt_instance *instance) {
  return instance->module->fun_table;
}

// ---------------------------------------------------------------- Python ---

// The Python module of that name; raises ImportError.
mp_obj_t rt_import_named(const mp_fun_table_t *fun, const char *name);
// object.name, or null if there is no such attribute.
mp_obj_t rt_get_maybe(const mp_fun_table_t *fun, mp_obj_t object,
                      const char *name);
// object.name(args[0], ...)
mp_obj_t rt_call_named(const mp_fun_table_t *fun, mp_obj_t object,
                       const char *name, size_t n_args, const mp_obj_t *args);
// The same with a static qstr.
mp_obj_t rt_call_qstr(const mp_fun_table_t *fun, mp_obj_t object,
                      mp_qstr_t name, size_t n_args, const mp_obj_t *args);
// A function of a module, as in "time\0sleep_ms".
mp_obj_t rt_call_in(const mp_fun_table_t *fun, const char *module_and_name,
                    size_t n_args, const mp_obj_t *args);

// Whether an exception is of that class or one derived from it.
int rt_is_a(const mp_fun_table_t *fun, mp_obj_t exception, mp_obj_t type);
int rt_equal_bytes(const char *a, const char *b, size_t size);

// The bytes of a str, or what else has any; raises TypeError.
mp_buffer_info_t rt_buffer(rt_instance *instance, mp_obj_t object);

// Calls the function; what it raised, or null.
mp_obj_t rt_try(rt_host_function *function, rt_instance *instance,
                uint64_t *slots);

// sys.stdin, sys.stdout, sys.stderr; where it has one, its `buffer`, which
// takes bytes as they are.
mp_obj_t rt_standard_stream(const mp_fun_table_t *fun, uint32_t number);

// `n` random bytes, to what does not move; 0: there is no source of them.
// Raises ImportError where there is not even a module `random`.
int rt_random(const mp_fun_table_t *fun, uint8_t *to, uint32_t n);

// Milliseconds or microseconds since the first call for this instance, from what
// time.ticks_ms or ticks_us says. The counters of MicroPython begin again after 2^30 of them: as long as two calls
// are never further apart (12 days, 17 minutes), these do not.
uint64_t rt_elapsed(rt_instance *instance, mp_obj_t ticks, int microseconds);

// ---------------------------------------------------------------- memory ---

// The bytes [at, at + size) of the instance's memory 0; null if they are not
// all inside.
uint8_t *rt_span(rt_instance *instance, uint32_t at, uint32_t size);

// ----------------------------------------------------------------- state ---

// What the functions have to remember for one instance.
typedef struct rt_host_state {
  struct rt_wasi_file *files;
  mp_obj_t args;     // of str, or null
  mp_obj_t environ;  // a list of str "name=value", or null
  mp_obj_t folders;  // a dict: path that the program sees -> path; or null
  int has_streams;   // `files` has the standard streams
  int has_folders;   // and the folders
  uintptr_t ticks[2];
  uint64_t elapsed[2];
} rt_host_state;

// Made when it is first needed, or by `main`.
rt_host_state *rt_state(rt_instance *instance);

#endif  // WASM2MPY_RUNTIME_HOST_H_
