#include "wasi.h"

static void fill(rt_instance *instance, uint64_t *slots) {
  uint32_t size = (uint32_t)slots[1];
  uint8_t *to = rt_wasi_span(instance, (uint32_t)slots[0], size);
  // What makes the numbers may be in Python, and move a lean memory.
  if (RT_USES(LEAN)) to = rt_new_block(rt_fun(instance), RT_WORDS(size));
  if (!rt_random(rt_fun(instance), to, size))
    rt_wasi_fail(instance, kWasiNosys);
  if (RT_USES(LEAN))
    rt_fun(instance)->memmove_(rt_wasi_span(instance, (uint32_t)slots[0], size),
                               to, size);
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
