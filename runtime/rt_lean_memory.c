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
  if (!count) return;
  rt_memory_bytes(from, from_at, count);
  uint8_t *place = rt_memory_bytes(to, to_at, count);
  // Making the place may have moved the source, which is there now, whole.
  to->module->fun_table->memmove_(place, rt_memory_bytes(from, from_at, count),
                                  count);
}

void rt_lean_copy_out(rt_lean *lean, uintptr_t at, uintptr_t size,
                      uint8_t *to) {
  const mp_fun_table_t *fun = lean->memory.module->fun_table;
  for (uintptr_t i = 0; i < lean->count; i++) {
    rt_window *window = &lean->windows[i];
    uintptr_t low = at > window->at ? at : window->at;
    uintptr_t high = window->at + window->size;
    if (high > at + size) high = at + size;
    if (low < high)
      fun->memmove_(to + (low - at), window->block + (low - window->at),
                    high - low);
  }
}

// A bytearray of [at, at + size).
static mp_obj_t load(rt_lean *lean, const mp_obj_type_t *bytearray,
                     uintptr_t at, mp_obj_t size) {
  const mp_fun_table_t *fun = lean->memory.module->fun_table;
  mp_obj_t result = fun->call_function_n_kw((mp_obj_t)bytearray, 1, &size);
  mp_buffer_info_t info;
  if (fun->get_buffer(result, &info, MP_BUFFER_RW))
    rt_lean_copy_out(lean, at, info.len, info.buf);
  return result;
}

// MicroPython's own types do the work: a range finds what the index or slice
// means, a bytearray refuses slices with steps and makes the copy. All of these
// and the value may run Python, which may move windows: the bytes are looked
// for afterwards.
mp_obj_t rt_lean_subscr(rt_lean *lean, mp_obj_t index, mp_obj_t value) {
  if (!value) return value;  // bytes cannot be deleted
  rt_module *module = lean->memory.module;
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t range = fun->native_to_obj(lean->memory.size, MP_NATIVE_TYPE_UINT);
  range =
      fun->call_function_n_kw(rt_builtin_of(module, MP_QSTR_range), 1, &range);
  mp_obj_t place = fun->obj_subscr(range, index, MP_OBJ_SENTINEL);
  mp_obj_t empty = fun->obj_new_bytearray_by_ref(0, lean->copy);
  mp_obj_t size = mp_small_int(1);
  int is_slice = fun->obj_get_type(place) == fun->obj_get_type(range);
  if (is_slice) {
    fun->obj_subscr(empty, index, MP_OBJ_SENTINEL);
    size = fun->unary_op(MP_UNARY_OP_LEN, place);
    place = size == mp_small_int(0)
                ? size
                : fun->obj_subscr(place, mp_small_int(0), MP_OBJ_SENTINEL);
  }
  uintptr_t at = fun->native_from_obj(place, MP_NATIVE_TYPE_UINT);
  if (rt_is_load(value)) {
    value = load(lean, fun->obj_get_type(empty), at, size);
    return is_slice ? value
                    : fun->obj_subscr(value, mp_small_int(0), MP_OBJ_SENTINEL);
  }
  mp_buffer_info_t info;
  uint8_t byte;
  if (!is_slice) {
    fun->binary_set_val_array('B', &byte, 0, value);
    info.buf = &byte;
    info.len = 1;
  } else if (!fun->get_buffer(value, &info, MP_BUFFER_READ) ||
             mp_small_int((intptr_t)info.len) != size) {
    rt_raise(module, MP_QSTR_ValueError, "expected as many bytes");
  }
  fun->memmove_(rt_lean_span(lean, at, info.len), info.buf, info.len);
  return fun->const_none;
}
