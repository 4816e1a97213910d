// Errors and memory: what most functions of WASI share.
#include "wasi.h"

// The OSErrors that rt_wasi_fail raises hold -(kOwnError + errno), which no
// file system uses.
#define kOwnError 256

void rt_wasi_fail(rt_instance *instance, uint32_t error) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t number = mp_small_int(-kOwnError - (intptr_t)error);
  rt_raise_new(fun, rt_builtin(fun, MP_QSTR_OSError), number);
}

int rt_wasi_is_unicode_error(const mp_fun_table_t *fun, mp_obj_t exception) {
  mp_obj_t builtins =
      fun->import_name(MP_QSTR_builtins, fun->const_none, mp_small_int(0));
  mp_obj_t type = rt_get_maybe(fun, builtins, "UnicodeError");
  return type && rt_is_a(fun, exception, type);
}

uint32_t rt_wasi_error(rt_instance *instance, mp_obj_t exception) {
  // MicroPython's own numbers, which are those of Linux, from 1 on; ports that
  // use newlib's instead differ from 35 on.
  static const uint8_t errors[] = {
      63, 44, 71, 27, 29, 60, 1,  45, 8,  12, 6,  48, 2,
      21, 28, 10, 20, 75, 43, 54, 31, 28, 41, 33, 59, 74,
      22, 51, 70, 69, 34, 64, 18, 68, 16, 37, 46, 52, 55,
  };
  const mp_fun_table_t *fun = rt_fun(instance);
  if (!rt_is_a(fun, exception, rt_builtin(fun, MP_QSTR_OSError))) {
    if (rt_wasi_is_unicode_error(fun, exception)) return kWasiIlseq;
    fun->raise(exception);
  }
  mp_obj_t object = fun->load_attr(exception, MP_QSTR_value);
  if (!mp_is_small_int(object)) return kWasiIo;
  intptr_t number = mp_small_int_value(object);
  if (number < -kOwnError) return (uint32_t)(-kOwnError - number);
  number--;
  if ((uintptr_t)number < sizeof(errors)) return errors[number];
  if (number == 90 - 1) return kWasiNotempty;
  return kWasiIo;
}

void rt_wasi_guard(rt_host_function *function, rt_instance *instance,
                   uint64_t *slots) {
  mp_obj_t exception = rt_try(function, instance, slots);
  slots[0] = exception ? rt_wasi_error(instance, exception) : 0;
}

uint8_t *rt_wasi_span(rt_instance *instance, uint32_t at, uint32_t size) {
  uint8_t *span = rt_span(instance, at, size);
  if (!span) rt_wasi_fail(instance, kWasiFault);
  return span;
}

void rt_wasi_put32(rt_instance *instance, uint32_t at, uint32_t value) {
  rt_store32(rt_wasi_span(instance, at, 4), value);
}

void rt_wasi_put64(rt_instance *instance, uint32_t at, uint64_t value) {
  rt_store64(rt_wasi_span(instance, at, 8), value);
}
