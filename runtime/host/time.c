// Time that passes, and random bytes.
#include "host.h"

uint64_t rt_elapsed(rt_instance *instance, mp_obj_t ticks, int microseconds) {
  rt_host_state *state = rt_state(instance);
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
  mp_obj_t urandom = rt_get_maybe(fun, os, "urandom");
  if (urandom) {
    mp_obj_t count = mp_small_int((intptr_t)n);
    mp_obj_t object = fun->call_function_n_kw(urandom, 1, &count);
    mp_buffer_info_t bytes;
    if (!fun->get_buffer(object, &bytes, 1) || bytes.len < n) return 0;
    fun->memmove_(to, bytes.buf, n);
    return 1;
  }
  // Where there is no hardware for it, a generator that is at least there.
  mp_obj_t random = rt_import_named(fun, "random");
  mp_obj_t bits = rt_get_maybe(fun, random, "getrandbits");
  if (!bits) return 0;
  while (n--) {
    mp_obj_t count = mp_small_int(8);
    *to++ =
        (uint8_t)mp_small_int_value(fun->call_function_n_kw(bits, 1, &count));
  }
  return 1;
}
