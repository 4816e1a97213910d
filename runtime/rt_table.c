// Tables: operations of generated code, and the Python object. An element is
// a rt_func * or a Python object; null is 0 here and None in Python.
#include "rt_internal.h"

// As many elements as fit into the address space, less what MicroPython adds.
#define RT_MAX_ELEMENTS (UINTPTR_MAX / sizeof(void *) - 16)

rt_table *rt_new_table(rt_module *module, const uint8_t **at) {
  const mp_fun_table_t *fun = module->fun_table;
  rt_table *table = RT_NEW(fun, rt_table);
  table->base.type = rt_type_of(module, RT_KIND_TABLE);
  table->module = module;
  table->code = (uint8_t)rt_number(at);
  table->type = rt_type_for(table->code, rt_number(at));
  uint64_t min = rt_long_number(at);
  table->max = rt_long_number(at) - 1;
  table->is_64 = (uint8_t)rt_number(at);
  uintptr_t size = min < RT_MAX_ELEMENTS ? (uintptr_t)min : RT_MAX_ELEMENTS;
  if (size) table->elements = rt_new_block(fun, size);
  table->size = size;
  return table;
}

uintptr_t rt_table_grow(rt_table *table, uintptr_t delta, void *value) {
  const mp_fun_table_t *fun = table->module->fun_table;
  uintptr_t old_size = table->size;
  if (delta == 0) return old_size;
  uintptr_t size = old_size + delta;
  if (size < delta || size > table->max || size >= RT_MAX_ELEMENTS ||
      (!table->is_64 && size > UINT32_MAX))
    return UINTPTR_MAX;
  void **elements = fun->realloc_(table->elements, size * sizeof(void *), 1);
  if (!elements) return UINTPTR_MAX;
  table->elements = elements;
  table->size = size;
  rt_table_fill(table, old_size, value, delta);
  return old_size;
}

int rt_table_fill(rt_table *table, uintptr_t at, void *value, uintptr_t count) {
  if (!rt_within(at, count, table->size)) return 0;
  void **to = table->elements + at;
  RT_PLAIN_LOOP
  while (count--) *to++ = value;
  return 1;
}

int rt_table_copy(rt_table *to, rt_table *from, uintptr_t to_at,
                  uintptr_t from_at, uintptr_t count) {
  if (!rt_within(from_at, count, from->size)) return 0;
  return rt_table_init(to, to_at, from->elements, from->size, from_at, count);
}

int rt_table_init(rt_table *table, uintptr_t at, void **items, uintptr_t size,
                  uintptr_t from_at, uintptr_t count) {
  if (!rt_within(at, count, table->size) || !rt_within(from_at, count, size))
    return 0;
  if (count)
    table->module->fun_table->memmove_(table->elements + at, items + from_at,
                                       count * sizeof(void *));
  return 1;
}

int rt_table_init_refs(rt_instance *instance, rt_table *table, uintptr_t at,
                       const uint8_t *refs, uintptr_t count) {
  if (!rt_within(at, count, table->size)) return 0;
  while (count--) {
    uint32_t ref = rt_number(&refs);
    // Making a reference can run out of memory, but not move the table.
    table->elements[at++] = ref ? rt_ref(instance, ref - 1) : 0;
  }
  return 1;
}

void **rt_elements(rt_instance *instance, uintptr_t count) {
  if (count >= RT_MAX_ELEMENTS) count = RT_MAX_ELEMENTS;
  return rt_new_block(instance->module->fun_table, count);
}

// ---------------------------------------------------------- Python object ---

mp_obj_t rt_table_len(unsigned op, mp_obj_t self) {
  rt_table *table = self;
  if (op != MP_UNARY_OP_LEN) return MP_OBJ_NULL;
  return table->module->fun_table->native_to_obj(table->size,
                                                 MP_NATIVE_TYPE_UINT);
}

mp_obj_t rt_table_subscr(mp_obj_t self, mp_obj_t index, mp_obj_t value) {
  rt_table *table = self;
  rt_module *module = table->module;
  const mp_fun_table_t *fun = module->fun_table;
  if (value == MP_OBJ_NULL) return value;  // elements cannot be deleted
  intptr_t i = rt_integer(fun, index);
  if (i < 0) i += (intptr_t)table->size;
  if ((uintptr_t)i >= table->size)
    rt_raise(module, MP_QSTR_IndexError, "table index out of range");
  uint64_t slot;
  if (rt_is_load(value)) {
    slot = (uintptr_t)table->elements[i];
    return rt_to_python(fun, table->code, &slot);
  }
  rt_from_python_or_raise(module, table->code, table->type, value, &slot);
  table->elements[i] = (void *)(uintptr_t)slot;
  return fun->const_none;
}

// table.grow(count[, value])
static mp_obj_t grow(size_t n_args, const mp_obj_t *args) {
  rt_table *table = args[0];
  rt_module *module = table->module;
  const mp_fun_table_t *fun = module->fun_table;
  uintptr_t delta = (uintptr_t)rt_integer(fun, args[1]);
  uint64_t slot;
  rt_from_python_or_raise(module, table->code, table->type,
                          n_args > 2 ? args[2] : fun->const_none, &slot);
  uintptr_t old = rt_table_grow(table, delta, (void *)(uintptr_t)slot);
  if (old == UINTPTR_MAX)
    rt_raise(module, MP_QSTR_ValueError, "can't grow table");
  return fun->native_to_obj(old, MP_NATIVE_TYPE_UINT);
}

void rt_table_attr(mp_obj_t self, mp_qstr_t attr, mp_obj_t *dest) {
  rt_table *table = self;
  rt_module *module = table->module;
  const mp_fun_table_t *fun = module->fun_table;
  if (dest[0] != MP_OBJ_NULL) return;  // nothing can be stored
  if (attr == RT_QSTR(module, size)) {
    dest[0] = fun->native_to_obj(table->size, MP_NATIVE_TYPE_UINT);
  } else if (attr == RT_QSTR(module, grow)) {
    dest[0] = rt_method(fun, (void *)grow, MP_FUN_SIG(2, 3, 0));
    dest[1] = self;
  }
}
