// Clocks, and waiting for them. All times are Python integers: arithmetic of
// 64 bits would cost more code on small cores.
#include "wasi.h"

static mp_obj_t binary(const mp_fun_table_t *fun, unsigned op, mp_obj_t left,
                       intptr_t right) {
  return fun->binary_op(op, left, mp_small_int(right));
}

// Of ports that count from 2000 the seconds from 1970 until then.
static intptr_t epoch(const mp_fun_table_t *fun) {
  mp_obj_t gmtime = rt_get_maybe(fun, rt_import_named(fun, "time"), "gmtime");
  if (!gmtime) return 0;
  mp_obj_t zero = mp_small_int(0);
  mp_obj_t date = fun->call_function_n_kw(gmtime, 1, &zero);
  mp_obj_t year = fun->obj_subscr(date, zero, MP_OBJ_SENTINEL);
  return mp_small_int_value(year) == 2000 ? 946684800 : 0;
}

mp_obj_t rt_wasi_seconds(const mp_fun_table_t *fun, mp_obj_t seconds) {
  seconds = binary(fun, MP_BINARY_OP_ADD, seconds, epoch(fun));
  return binary(fun, MP_BINARY_OP_MULTIPLY, seconds, 1000000000);
}

mp_obj_t rt_wasi_clock(rt_instance *instance, uint32_t clock) {
  const mp_fun_table_t *fun = rt_fun(instance);
  if (clock > 3) rt_wasi_fail(instance, kWasiInval);
  if (clock) {  // monotonic, and how long the program has run
    uint64_t elapsed = rt_elapsed(
        instance, rt_call_in(rt_fun(instance), "time\0ticks_us", 0, 0), 1);
    return binary(fun, MP_BINARY_OP_MULTIPLY,
                  fun->binary_get_val_array('Q', &elapsed, 0), 1000);
  }
  mp_obj_t now = rt_get_maybe(fun, rt_import_named(fun, "time"), "time_ns");
  if (!now) return rt_wasi_seconds(fun, rt_call_in(fun, "time\0time", 0, 0));
  return fun->binary_op(MP_BINARY_OP_ADD, fun->call_function_n_kw(now, 0, 0),
                        rt_wasi_seconds(fun, mp_small_int(0)));
}

RT_WASI_FUNCTION(clock_time_get) {
  rt_wasi_to_slot(rt_fun(instance), rt_wasi_clock(instance, (uint32_t)slots[0]),
                  &slots[1]);
  rt_wasi_put64(instance, (uint32_t)slots[2], slots[1]);
}

RT_WASI_FUNCTION(clock_res_get) {
  if ((uint32_t)slots[0] > 3) rt_wasi_fail(instance, kWasiInval);
  rt_wasi_put64(instance, (uint32_t)slots[1], 1000);
}

RT_WASI_FUNCTION(sched_yield) {
  (void)slots;
  // Lets MicroPython do what is pending.
  mp_obj_t zero = mp_small_int(0);
  rt_call_in(rt_fun(instance), "time\0sleep_ms", 1, &zero);
}

// One event. Its first 8 bytes are those of the subscription.
static void put_event(rt_instance *instance, uint32_t from, uint32_t to,
                      uint32_t error) {
  uint8_t *subscription = rt_wasi_span(instance, from, 48);
  uint8_t *event = rt_wasi_span(instance, to, 32);
  // Of a lean memory the second can have made the first move.
  if (RT_USES(LEAN)) subscription = rt_wasi_span(instance, from, 48);
  const mp_fun_table_t *fun = rt_fun(instance);
  uint8_t type = subscription[8];
  fun->memmove_(event, subscription, 8);
  fun->memset_(event + 8, 0, 24);
  event[8] = (uint8_t)error;
  event[10] = type;
  event[16] = type != 0;  // bytes there are to read or room to write: some
}

// Files are always ready. Only when none is asked for there is a wait, until
// the first time.
RT_WASI_FUNCTION(poll_oneoff) {
  const mp_fun_table_t *fun = rt_fun(instance);
  uint32_t at = (uint32_t)slots[0];
  uint32_t to = (uint32_t)slots[1];
  uint32_t n = (uint32_t)slots[2];
  if (!n) rt_wasi_fail(instance, kWasiInval);
  uint32_t events = 0;
  uint32_t first_at = 0;
  mp_obj_t first = MP_OBJ_NULL;
  for (; n; n--, at += 48) {
    uint8_t *subscription = rt_wasi_span(instance, at, 48);
    uint32_t number = rt_load32(subscription + 16);  // of file or clock
    if (subscription[8]) {
      put_event(instance, at, to + 32 * events++,
                rt_wasi_find(instance, number) || number < 3 ? 0 : kWasiBadf);
      continue;
    }
    uint64_t timeout = rt_load64(subscription + 24);
    mp_obj_t time = fun->binary_get_val_array('Q', &timeout, 0);
    if (subscription[40] & 1)
      time = fun->binary_op(MP_BINARY_OP_SUBTRACT, time,
                            rt_wasi_clock(instance, number));
    if (first &&
        fun->binary_op(MP_BINARY_OP_LESS, time, first) != fun->const_true)
      continue;
    first = time;
    first_at = at;
  }
  if (!events) {
    // A wait must not be shorter than asked for. sleep_ms counts the changes of
    // a counter, the first of which may come at once.
    first = binary(fun, MP_BINARY_OP_ADD, first, 999999);
    first = binary(fun, MP_BINARY_OP_FLOOR_DIVIDE, first, 1000000);
    if (first != mp_small_int(0))
      first = binary(fun, MP_BINARY_OP_ADD, first, 1);
    // Longer than 12 days is longer than all ports can.
    mp_obj_t longest = mp_small_int(0x3fffffff);
    if (fun->binary_op(MP_BINARY_OP_LESS, longest, first) == fun->const_true)
      first = longest;
    rt_call_in(fun, "time\0sleep_ms", 1, &first);
    put_event(instance, first_at, to, 0);
    events = 1;
  }
  rt_wasi_put32(instance, (uint32_t)slots[3], events);
}
