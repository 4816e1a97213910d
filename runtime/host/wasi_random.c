#include "wasi.h"

static void fill(rt_instance *instance, uint64_t *slots) {
  uint32_t at = (uint32_t)slots[0];
  uint32_t size = (uint32_t)slots[1];
  rt_wasi_span(instance, at, size);
  while (size) {
    // What makes the numbers may be in Python, and move the memory.
    uint8_t bytes[16];
    uint32_t count = size < sizeof(bytes) ? size : sizeof(bytes);
    if (!rt_random(rt_fun(instance), bytes, count))
      rt_wasi_fail(instance, kWasiNosys);
    rt_fun(instance)->memmove_(rt_wasi_span(instance, at, count), bytes, count);
    at += count;
    size -= count;
  }
}

RT_WASI_FUNCTION(random_get) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t exception = rt_try(fill, instance, slots);
  if (!exception) return;
  if (fun->binary_op(MP_BINARY_OP_EXCEPTION_MATCH, exception,
                     rt_builtin(fun, MP_QSTR_ImportError)) == fun->const_true)
    rt_wasi_fail(instance, kWasiNosys);
  fun->raise(exception);
}
