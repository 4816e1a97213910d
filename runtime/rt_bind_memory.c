// memory.read(), read_str() and write(): for what signatures cannot say, such
// as structures with addresses in them. Slices can do most of it; so only
// modules with bound functions have these, and others do not pay for them.
#include "rt_internal.h"

// The bytes [at, at + size); raises IndexError.
static uint8_t *span(rt_memory *memory, intptr_t at, uintptr_t size) {
  if (size > memory->size || (uintptr_t)at > memory->size - size)
    rt_raise(memory->module, MP_QSTR_IndexError, "memory index out of range");
  return rt_memory_bytes(memory, (uintptr_t)at, size);
}

// memory.read(at, size)
static mp_obj_t read(size_t n_args, const mp_obj_t *args) {
  (void)n_args;
  rt_memory *memory = args[0];
  const mp_fun_table_t *fun = memory->module->fun_table;
  intptr_t at = rt_integer(fun, args[1]);
  uintptr_t size = (uintptr_t)rt_integer(fun, args[2]);
  return fun->obj_new_bytes(span(memory, at, size), size);
}

// memory.read_str(at[, size]): without a size up to a zero byte
static mp_obj_t read_str(size_t n_args, const mp_obj_t *args) {
  rt_memory *memory = args[0];
  const mp_fun_table_t *fun = memory->module->fun_table;
  intptr_t at = rt_integer(fun, args[1]);
  uintptr_t size = 0;
  if (n_args == 3) {
    size = (uintptr_t)rt_integer(fun, args[2]);
  } else {
    while (span(memory, at, size + 1)[size]) size++;
  }
  // str(bytes, encoding) refuses what is no UTF-8.
  mp_obj_t parts[2];
  parts[0] = parts[1] = fun->obj_new_bytes(span(memory, at, size), size);
  return fun->call_function_n_kw((mp_obj_t)fun->type_str, 2, parts);
}

// memory.write(at, data): bytes, str, or any buffer
static mp_obj_t write(size_t n_args, const mp_obj_t *args) {
  (void)n_args;
  rt_memory *memory = args[0];
  const mp_fun_table_t *fun = memory->module->fun_table;
  intptr_t at = rt_integer(fun, args[1]);
  mp_buffer_info_t info;
  if (!fun->get_buffer(args[2], &info, MP_BUFFER_READ))
    rt_raise(memory->module, MP_QSTR_TypeError, "data must be a buffer or str");
  fun->memmove_(span(memory, at, info.len), info.buf, info.len);
  return fun->const_none;
}

void rt_bind_memory_attr(rt_memory *memory, mp_qstr_t attr, mp_obj_t *dest) {
  rt_module *module = memory->module;
  void *method = 0;
  uint32_t sig = MP_FUN_SIG(3, 3, 0);
  if (attr == MP_QSTR_read) method = (void *)read;
  if (attr == MP_QSTR_write) method = (void *)write;
  if (attr == RT_QSTR(module, read_str)) {
    method = (void *)read_str;
    sig = MP_FUN_SIG(2, 3, 0);
  }
  if (!method) return;
  dest[0] = rt_method(module->fun_table, method, sig);
  dest[1] = memory;
}
