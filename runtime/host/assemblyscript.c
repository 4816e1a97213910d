// What AssemblyScript's standard library imports from `env`. Its strings are
// UTF-16; the number of their bytes is in the 4 bytes before.
#include "host.h"

// Python's str, "null" for null.
static mp_obj_t text_at(rt_instance *instance, uint32_t at) {
  const mp_fun_table_t *fun = rt_fun(instance);
  if (!at) return rt_string(fun, "null");
  const uint8_t *from = rt_span(instance, at - 4, 4);
  uint32_t size = from ? rt_load32(from) : 0;
  from = rt_span(instance, at, size);
  if (!from)
    rt_raise(instance->module, MP_QSTR_RuntimeError,
             "out of bounds memory access");
  return rt_str_of_utf16(fun, from, size);
}

void rt_as_abort(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t parts[4];
  for (int i = 0; i < 2; i++) parts[i] = text_at(instance, (uint32_t)slots[i]);
  for (int i = 2; i < 4; i++) parts[i] = mp_small_int((int32_t)slots[i]);
  mp_obj_t text = rt_string(fun, "%s in %s:%d:%d");
  text = fun->binary_op(MP_BINARY_OP_MODULO, text, fun->new_tuple(4, parts));
  // The class Trap is there if anything else in the module can trap.
  mp_obj_t type = RT_USES(TRAP)
                      ? instance->module->trap
                      : rt_builtin_of(instance->module, MP_QSTR_RuntimeError);
  rt_raise_new(fun, type, text);
}

// Any number from 1 to 2 does as a seed: its fraction is random.
void rt_as_seed(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  if (!rt_random(fun, (uint8_t *)slots, sizeof(*slots)))
    rt_raise(instance->module, MP_QSTR_RuntimeError, "no random numbers");
  slots[0] = (slots[0] & 0x000fffffffffffffu) | 0x3ff0000000000000u;
}

// trace: text 1.0, 2.0
void rt_as_trace(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  uint32_t n = (uint32_t)slots[1];
  mp_obj_t text = fun->binary_op(MP_BINARY_OP_ADD, rt_string(fun, "trace: "),
                                 text_at(instance, (uint32_t)slots[0]));
  for (uint32_t i = 0; i < n && i < 5; i++) {
    mp_obj_t number = fun->binary_get_val_array('d', slots, 2 + i);
    mp_obj_t format = rt_string(fun, i ? ", %s" : " %s");
    format = fun->binary_op(MP_BINARY_OP_MODULO, format, number);
    text = fun->binary_op(MP_BINARY_OP_ADD, text, format);
  }
  fun->call_function_n_kw(rt_builtin(fun, MP_QSTR_print), 1, &text);
}

void rt_as_log(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t text = text_at(instance, (uint32_t)slots[0]);
  fun->call_function_n_kw(rt_builtin(fun, MP_QSTR_print), 1, &text);
}
