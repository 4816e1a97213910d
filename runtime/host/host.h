// Functions that modules import and the runtime implements (host.def).
//
// Each is called with the importing instance and the operands in slots of 8
// bytes, and leaves its result in slots[0]. An i32 is the low half of a slot;
// the rest of the slot is undefined.
//
// They reach MicroPython through the built-in functions `getattr` and
// `__import__`, which take names as strings: an import must not cost a module
// qstrs that it does not use otherwise.
#ifndef WASM2MPY_RUNTIME_HOST_H_
#define WASM2MPY_RUNTIME_HOST_H_

#include "../rt_internal.h"

#define RT_HOST(module, name, function, params, results) \
  void function(rt_instance *instance, uint64_t *slots);
#include "host.def"
#undef RT_HOST

// The Python module of that name; raises ImportError.
mp_obj_t rt_import_named(const mp_fun_table_t *fun, const char *name);
// object.name; raises AttributeError.
mp_obj_t rt_get(const mp_fun_table_t *fun, mp_obj_t object, const char *name);
// The same, or null if there is no such attribute.
mp_obj_t rt_get_maybe(const mp_fun_table_t *fun, mp_obj_t object,
                      const char *name);
// object.name(args[0], ...)
mp_obj_t rt_call_named(const mp_fun_table_t *fun, mp_obj_t object,
                       const char *name, size_t n_args, const mp_obj_t *args);

// The bytes [at, at + size) of the instance's memory 0; null if they are not
// all inside.
static inline uint8_t *rt_span(rt_instance *instance, uint32_t at,
                               uint32_t size) {
  if (!rt_config.n_memories) return 0;
  rt_memory *memory = (rt_memory *)rt_items(instance, RT_KIND_MEMORY)[0];
  return size <= memory->size && at <= memory->size - size ? memory->data + at
                                                           : 0;
}

// Little-endian and at any address, as linear memory is.
static inline uint32_t rt_get32(const uint8_t *at) {
  return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
         (uint32_t)at[3] << 24;
}
static inline void rt_put32(uint8_t *at, uint32_t value) {
  for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> 8 * i);
}

// The word of the instance that belongs to the host functions, null at first.
static inline void **rt_host_state(rt_instance *instance) {
  return (void **)((char *)instance + rt_config.host_state);
}

#endif  // WASM2MPY_RUNTIME_HOST_H_
