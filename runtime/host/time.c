// Time that passes, and random bytes.
#include "host.h"

uint64_t rt_elapsed(rt_instance *instance, int microseconds) {
  rt_host_state *state = rt_state(instance);
  mp_obj_t ticks =
      rt_call_in(rt_fun(instance),
                 microseconds ? "time\0ticks_us" : "time\0ticks_ms", 0, 0);
  uintptr_t now = (uintptr_t)mp_small_int_value(ticks);
  uintptr_t *last = &state->ticks[microseconds];
  uint64_t *elapsed = &state->elapsed[microseconds];
  // The counters have as many bits as a positive small integer.
  if (*last) *elapsed += (now - (*last - 1)) & (UINTPTR_MAX >> 2);
  *last = now + 1;
  return *elapsed;
}

int rt_random(const mp_fun_table_t *fun, uint8_t *to, uint32_t n) {
  mp_obj_t os = rt_import_named(fun, "os");
  const char *name = "urandom";
  mp_obj_t object = rt_get_maybe(fun, os, name);
  // Where there is no hardware for it, a generator that is at least there.
  mp_obj_t bits = MP_OBJ_NULL;
  if (!object) {
    mp_obj_t random = rt_import_named(fun, "random");
    bits = rt_get_maybe(fun, random, "getrandbits");
    if (!bits) return 0;
  }
  while (n) {
    uint32_t size = 1;
    if (bits) {
      mp_obj_t count = mp_small_int(8);
      object = fun->call_function_n_kw(bits, 1, &count);
      *to = (uint8_t)mp_small_int_value(object);
    } else {
      size = n < 64 ? n : 64;
      mp_obj_t count = mp_small_int((intptr_t)size);
      mp_buffer_info_t bytes;
      object = rt_call_named(fun, os, name, 1, &count);
      if (!fun->get_buffer(object, &bytes, 1) || bytes.len < size) return 0;
      fun->memmove_(to, bytes.buf, size);
    }
    to += size;
    n -= size;
  }
  return 1;
}
