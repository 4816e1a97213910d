// `wiring`: Arduino's functions, through the Python modules `machine` and
// `time`.
#include "host.h"

// machine.NAME, or RuntimeError.
static mp_obj_t device_class(rt_instance *instance, const char *name) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t found = rt_get_maybe(fun, rt_import_named(fun, "machine"), name);
  if (found) return found;
  mp_obj_t text = rt_string(fun, name);
  rt_raise_format(instance->module, MP_QSTR_RuntimeError,
                  RT_TEXT("this board has no machine.%s"), 1, &text);
}

static mp_obj_t pin_number(const uint64_t *slots) {
  return mp_small_int((int32_t)slots[0]);
}

static mp_obj_t pin(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t number = pin_number(slots);
  return fun->call_function_n_kw(device_class(instance, "Pin"), 1, &number);
}

// A PC has no pins, and a module is tried there first. There values are kept in
// a dict, the attribute `pins` of the instance: Python can put one of its own
// there, to look at it or to say what is read. Null where there are pins.
static mp_obj_t kept_pins(rt_instance *instance) {
  if (!RT_ON_PC) return MP_OBJ_NULL;
  const mp_fun_table_t *fun = rt_fun(instance);
  if (rt_get_maybe(fun, rt_import_named(fun, "machine"), "Pin"))
    return MP_OBJ_NULL;
  mp_obj_t self = (mp_obj_t)instance;
  mp_obj_t pins = rt_get_maybe(fun, self, "pins");
  if (pins) return pins;
  pins = fun->new_dict(0);
  mp_obj_t args[3] = {self, rt_string(fun, "pins"), pins};
  rt_call_in(fun, "builtins\0setattr", 3, args);
  mp_obj_t text =
      rt_string(fun, "wiring: this board has no machine.Pin; values of "
                     "pins are only kept, in the module's `pins`\n");
  rt_call_qstr(fun, rt_standard_stream(fun, 2), MP_QSTR_write, 1, &text);
  return pins;
}

// The value of a pin that nobody has written or given is 0.
static mp_obj_t kept_value(const mp_fun_table_t *fun, mp_obj_t pins,
                           const uint64_t *slots) {
  mp_obj_t args[2] = {pin_number(slots), mp_small_int(0)};
  return rt_call_named(fun, pins, "get", 2, args);
}

void rt_wiring_print(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  uint32_t size = (uint32_t)slots[1];
  uint8_t *text = rt_span(instance, (uint32_t)slots[0], size);
  if (!text)
    rt_raise(instance->module, MP_QSTR_RuntimeError,
             "out of bounds memory access");
  mp_obj_t bytes = fun->obj_new_bytes(text, size);
  rt_call_qstr(fun, rt_standard_stream(fun, 1), MP_QSTR_write, 1, &bytes);
}

void rt_wiring_delay_i32(rt_instance *instance, uint64_t *slots) {
  slots[0] = (uint32_t)slots[0];
  rt_wiring_delay_i64(instance, slots);
}

void rt_wiring_delay_i64(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t time = fun->binary_get_val_array('Q', slots, 0);
  rt_call_in(fun, "time\0sleep_ms", 1, &time);
}

void rt_wiring_millis(rt_instance *instance, uint64_t *slots) {
  slots[0] = rt_elapsed(instance, 0);
}

void rt_wiring_pin_mode(rt_instance *instance, uint64_t *slots) {
  enum { kOutput = 1, kInputPullUp = 2 };
  const mp_fun_table_t *fun = rt_fun(instance);
  uint32_t mode = (uint32_t)slots[1];
  mp_obj_t pins = kept_pins(instance);
  if (pins) {
    mp_obj_t value[2] = {pin_number(slots), mp_small_int(mode == kInputPullUp)};
    rt_call_named(fun, pins, "setdefault", 2, value);
    return;
  }
  mp_obj_t type = device_class(instance, "Pin");
  mp_obj_t args[3];
  args[0] = mp_small_int((int32_t)slots[0]);
  args[1] = rt_get_maybe(fun, type, mode == kOutput ? "OUT" : "IN");
  size_t n = 2;
  if (mode == kInputPullUp) args[n++] = rt_get_maybe(fun, type, "PULL_UP");
  fun->call_function_n_kw(type, n, args);
}

void rt_wiring_digital_write(rt_instance *instance, uint64_t *slots) {
  mp_obj_t value = mp_small_int((uint32_t)slots[1] != 0);
  mp_obj_t pins = kept_pins(instance);
  if (pins) {
    rt_fun(instance)->obj_subscr(pins, pin_number(slots), value);
    return;
  }
  rt_call_qstr(rt_fun(instance), pin(instance, slots), MP_QSTR_value, 1,
               &value);
}

void rt_wiring_digital_read(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t pins = kept_pins(instance);
  mp_obj_t value =
      pins ? kept_value(fun, pins, slots)
           : rt_call_qstr(fun, pin(instance, slots), MP_QSTR_value, 0, 0);
  slots[0] = fun->obj_is_true(value);
}

// 10 bits, as Arduino has it.
void rt_wiring_analog_read(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t pins = kept_pins(instance);
  if (pins) {
    slots[0] =
        fun->native_from_obj(kept_value(fun, pins, slots), MP_NATIVE_TYPE_INT);
    return;
  }
  mp_obj_t type = device_class(instance, "ADC");
  mp_obj_t argument = pin(instance, slots);
  mp_obj_t device = fun->call_function_n_kw(type, 1, &argument);
  mp_obj_t value = rt_call_named(fun, device, "read_u16", 0, 0);
  slots[0] = (uint64_t)(mp_small_int_value(value) >> 6);
}

// MicroPython starts no watchdog, and one that a program has started cannot be
// stopped on most chips.
void rt_wiring_stop_wdt(rt_instance *instance, uint64_t *slots) {
  (void)instance, (void)slots;
}
