// Lean memory: operations on many bytes, and what Python sees. What is not
// there is zeros, which need not be made to be read, filled with zeros, or
// copied.
#include "rt_internal.h"

void rt_lean_fill(rt_lean *lean, uintptr_t at, uint32_t byte, uintptr_t count) {
  const mp_fun_table_t *fun = lean->memory.module->fun_table;
  if (!count) return;
  if (byte & 0xff) {
    fun->memset_(rt_lean_span(lean, at, count), (int)byte, count);
    return;
  }
  for (uintptr_t i = 0; i < lean->count; i++) {
    rt_window *window = &lean->windows[i];
    uintptr_t low = at > window->at ? at - window->at : 0;
    if (at + count <= window->at || low >= window->size) continue;
    uintptr_t high = at + count - window->at;
    if (high > window->size) high = window->size;
    fun->memset_(window->block + low, 0, high - low);
  }
}

void rt_lean_copy(rt_memory *to, rt_memory *from, uintptr_t to_at,
                  uintptr_t from_at, uintptr_t count) {
  rt_lean *source = rt_lean_of(from);
  if (!count) return;
  if (source && !rt_lean_is_touched(source, from_at, count)) {
    rt_memory_fill(to, to_at, 0, count);
    return;
  }
  rt_memory_bytes(from, from_at, count);
  uint8_t *place = rt_memory_bytes(to, to_at, count);
  // Making the place may have moved the source, which is there now, whole.
  to->module->fun_table->memmove_(place, rt_memory_bytes(from, from_at, count),
                                  count);
}

// A bytearray of [at, at + size).
static mp_obj_t copy_out(rt_lean *lean, uintptr_t at, uintptr_t size) {
  const mp_fun_table_t *fun = lean->memory.module->fun_table;
  mp_obj_t result = fun->native_to_obj(size, MP_NATIVE_TYPE_UINT);
  result =
      fun->call_function_n_kw(fun->load_global(MP_QSTR_bytearray), 1, &result);
  mp_buffer_info_t info;
  fun->get_buffer(result, &info, MP_BUFFER_RW);
  for (uintptr_t i = 0; i < lean->count; i++) {
    rt_window *window = &lean->windows[i];
    uintptr_t low = at > window->at ? at : window->at;
    uintptr_t high = window->at + window->size;
    if (high > at + size) high = at + size;
    if (low < high)
      fun->memmove_((uint8_t *)info.buf + (low - at),
                    window->block + (low - window->at), high - low);
  }
  return result;
}

static uintptr_t item(const mp_fun_table_t *fun, mp_obj_t range, intptr_t i) {
  return fun->native_from_obj(
      fun->obj_subscr(range, mp_small_int(i), MP_OBJ_SENTINEL),
      MP_NATIVE_TYPE_UINT);
}

// MicroPython's own types do the work: a range finds what the index or slice
// means, a bytearray refuses slices with steps, a memoryview values of a wrong
// length.
mp_obj_t rt_lean_subscr(rt_lean *lean, mp_obj_t index, mp_obj_t value) {
  rt_module *module = lean->memory.module;
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t none = fun->const_none;
  mp_obj_t range = fun->native_to_obj(lean->memory.size, MP_NATIVE_TYPE_UINT);
  range = fun->call_function_n_kw(fun->load_global(MP_QSTR_range), 1, &range);
  mp_obj_t all = fun->new_slice(none, none, none);
  mp_obj_t place = fun->obj_subscr(range, index, MP_OBJ_SENTINEL);
  uintptr_t at = 0;
  uintptr_t size = 1;
  int is_slice = fun->obj_get_type(place) == fun->obj_get_type(range);
  if (is_slice) {
    mp_obj_t empty = fun->obj_new_bytearray_by_ref(0, &lean->zeros);
    fun->obj_subscr(empty, index, MP_OBJ_SENTINEL);
    size = fun->native_from_obj(fun->unary_op(MP_UNARY_OP_LEN, place),
                                MP_NATIVE_TYPE_UINT);
    if (size) at = item(fun, place, 0);
  } else {
    at = fun->native_from_obj(place, MP_NATIVE_TYPE_UINT);
  }
  int is_load = value == MP_OBJ_SENTINEL;
  if (is_load || !value) {
    mp_obj_t copy = copy_out(lean, at, is_load ? size : 0);
    if (is_slice && is_load) return copy;
    return fun->obj_subscr(copy, mp_small_int(0), value);
  }
  uint8_t *bytes =
      size ? rt_lean_span(lean, at, size) : (uint8_t *)&lean->zeros;
  mp_obj_t view = fun->obj_new_bytearray_by_ref(size, bytes);
  view = fun->call_function_n_kw(fun->load_global(RT_QSTR(module, memoryview)),
                                 1, &view);
  return fun->obj_subscr(view, is_slice ? all : mp_small_int(0), value);
}
