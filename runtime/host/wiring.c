// `wiring`: Arduino's functions, through the Python modules `machine` and
// `time`.
#include "host.h"

// A Python module; raises ImportError.
static mp_obj_t import(rt_instance *instance, mp_qstr_t name) {
  const mp_fun_table_t *fun = rt_fun(instance);
  return fun->import_name(name, fun->const_none, mp_small_int(0));
}
#define IMPORT(instance, name) \
  import(instance, RT_QSTR((instance)->module, name))

// object.name(args[0], ...)
#define CALL(instance, object, name, n_args, args)                          \
  rt_call_qstr(rt_fun(instance), object, RT_QSTR((instance)->module, name), \
               n_args, args)

// machine.ADC or machine.Pin, or RuntimeError.
static mp_obj_t device_class(rt_instance *instance, int is_adc) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_qstr_t name =
      is_adc ? RT_QSTR(instance->module, ADC) : RT_QSTR(instance->module, Pin);
  mp_obj_t found = rt_attr_maybe(fun, IMPORT(instance, machine), name);
  if (found) return found;
  mp_obj_t text = rt_qstr(fun, name);
  rt_raise_format(instance->module, MP_QSTR_RuntimeError,
                  RT_TEXT("this board has no machine.%s"), 1, &text);
}

static mp_obj_t pin_number(const uint64_t *slots) {
  return mp_small_int((int32_t)slots[0]);
}

static mp_obj_t pin(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t number = pin_number(slots);
  return fun->call_function_n_kw(device_class(instance, 0), 1, &number);
}

// A PC has no pins, and a module is tried there first. There values are kept in
// a dict, the attribute `pins` of the instance: Python can put one of its own
// there, to look at it or to say what is read. What the dict's method gives for
// the pin and the value (rt_pins); null where there are pins.
static mp_obj_t kept(rt_instance *instance, mp_qstr_t method,
                     const uint64_t *slots, int value) {
  rt_module *module = instance->module;
  if (!RT_KEEPS_PINS) return MP_OBJ_NULL;
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t args[4] = {instance, rt_qstr(fun, method), pin_number(slots),
                      mp_small_int(value)};
  mp_obj_t result =
      fun->call_function_n_kw(rt_builtins(module)[RT_PINS_SLOT], 4, args);
  return result == instance ? MP_OBJ_NULL : result;
}

void rt_wiring_print(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  uint32_t size = (uint32_t)slots[1];
  uint8_t *text = rt_span(instance, (uint32_t)slots[0], size);
  if (!text)
    rt_raise(instance->module, MP_QSTR_RuntimeError,
             "out of bounds memory access");
  mp_obj_t bytes = fun->obj_new_bytes(text, size);
  rt_module *module = instance->module;
  mp_obj_t stream =
      fun->load_attr(IMPORT(instance, sys), RT_QSTR(module, stdout));
  // Which takes bytes as they are.
  mp_obj_t buffer = rt_attr_maybe(fun, stream, RT_QSTR(module, buffer));
  rt_call_qstr(fun, buffer ? buffer : stream, MP_QSTR_write, 1, &bytes);
}

static void sleep(rt_instance *instance, mp_obj_t time) {
  CALL(instance, IMPORT(instance, time), sleep_ms, 1, &time);
}

void rt_wiring_delay_i32(rt_instance *instance, uint64_t *slots) {
  sleep(instance, rt_fun(instance)->native_to_obj((uint32_t)slots[0],
                                                  MP_NATIVE_TYPE_UINT));
}

void rt_wiring_delay_i64(rt_instance *instance, uint64_t *slots) {
  sleep(instance, rt_fun(instance)->binary_get_val_array('Q', slots, 0));
}

void rt_wiring_millis(rt_instance *instance, uint64_t *slots) {
  mp_obj_t ticks = CALL(instance, IMPORT(instance, time), ticks_ms, 0, 0);
  slots[0] = rt_elapsed(instance, ticks, 0);
}

void rt_wiring_pin_mode(rt_instance *instance, uint64_t *slots) {
  enum { kOutput = 1, kInputPullUp = 2 };
  const mp_fun_table_t *fun = rt_fun(instance);
  uint32_t mode = (uint32_t)slots[1];
  rt_module *module = instance->module;
  if (kept(instance, MP_QSTR_setdefault, slots, mode == kInputPullUp)) return;
  mp_obj_t type = device_class(instance, 0);
  mp_obj_t args[3];
  args[0] = mp_small_int((int32_t)slots[0]);
  args[1] = fun->load_attr(
      type, mode == kOutput ? RT_QSTR(module, OUT) : RT_QSTR(module, IN));
  size_t n = 2;
  if (mode == kInputPullUp) {
    args[n++] = fun->load_attr(type, RT_QSTR(module, PULL_UP));
  }
  fun->call_function_n_kw(type, n, args);
}

void rt_wiring_digital_write(rt_instance *instance, uint64_t *slots) {
  int is_high = (uint32_t)slots[1] != 0;
  if (kept(instance, MP_QSTR___setitem__, slots, is_high)) return;
  mp_obj_t value = mp_small_int(is_high);
  rt_call_qstr(rt_fun(instance), pin(instance, slots), MP_QSTR_value, 1,
               &value);
}

void rt_wiring_digital_read(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t value = kept(instance, MP_QSTR_get, slots, 0);
  if (!value)
    value = rt_call_qstr(fun, pin(instance, slots), MP_QSTR_value, 0, 0);
  slots[0] = fun->obj_is_true(value);
}

// 10 bits, as Arduino has it.
void rt_wiring_analog_read(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t in_dict = kept(instance, MP_QSTR_get, slots, 0);
  if (in_dict) {
    slots[0] = fun->native_from_obj(in_dict, MP_NATIVE_TYPE_INT);
    return;
  }
  mp_obj_t type = device_class(instance, 1);
  mp_obj_t argument = pin(instance, slots);
  mp_obj_t device = fun->call_function_n_kw(type, 1, &argument);
  mp_obj_t value = CALL(instance, device, read_u16, 0, 0);
  slots[0] = (uint64_t)(mp_small_int_value(value) >> 6);
}

// MicroPython starts no watchdog, and one that a program has started cannot be
// stopped on most chips.
void rt_wiring_stop_wdt(rt_instance *instance, uint64_t *slots) {
  (void)instance, (void)slots;
}
