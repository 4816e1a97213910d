#include "host.h"

mp_obj_t rt_get_maybe(const mp_fun_table_t *fun, mp_obj_t object,
                      const char *name) {
  // The default is only handed back, and no attribute is the function table.
  mp_obj_t args[3] = {object, rt_string(fun, name), (mp_obj_t)(uintptr_t)fun};
  mp_obj_t found =
      fun->call_function_n_kw(rt_builtin(fun, MP_QSTR_getattr), 3, args);
  return found == args[2] ? MP_OBJ_NULL : found;
}

mp_obj_t rt_call_named(const mp_fun_table_t *fun, mp_obj_t object,
                       const char *name, size_t n_args, const mp_obj_t *args) {
  mp_obj_t found[2] = {object, rt_string(fun, name)};
  mp_obj_t function =
      fun->call_function_n_kw(rt_builtin(fun, MP_QSTR_getattr), 2, found);
  return fun->call_function_n_kw(function, n_args, args);
}

mp_obj_t rt_call_qstr(const mp_fun_table_t *fun, mp_obj_t object,
                      mp_qstr_t name, size_t n_args, const mp_obj_t *args) {
  return fun->call_function_n_kw(fun->load_attr(object, name), n_args, args);
}

mp_obj_t rt_import_named(const mp_fun_table_t *fun, const char *name) {
  mp_obj_t text = rt_string(fun, name);
  mp_obj_t builtins =
      fun->import_name(MP_QSTR_builtins, fun->const_none, mp_small_int(0));
  return rt_call_named(fun, builtins, "__import__", 1, &text);
}

mp_obj_t rt_call_in(const mp_fun_table_t *fun, const char *module_and_name,
                    size_t n_args, const mp_obj_t *args) {
  mp_obj_t module = rt_import_named(fun, module_and_name);
  RT_PLAIN_LOOP
  while (*module_and_name++) {
  }
  return rt_call_named(fun, module, module_and_name, n_args, args);
}

int rt_is_a(const mp_fun_table_t *fun, mp_obj_t exception, mp_obj_t type) {
  return fun->binary_op(MP_BINARY_OP_EXCEPTION_MATCH, exception, type) ==
         fun->const_true;
}

int rt_equal_bytes(const char *a, const char *b, size_t size) {
  RT_PLAIN_LOOP
  for (size_t i = 0; i < size; i++)
    if (a[i] != b[i]) return 0;
  return 1;
}

mp_buffer_info_t rt_buffer(rt_instance *instance, mp_obj_t object) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_buffer_info_t bytes;
  if (!fun->get_buffer(object, &bytes, 1))
    rt_raise_format(instance->module, MP_QSTR_TypeError,
                    RT_TEXT("expected str, got %s"), 1,
                    (mp_obj_t[]){rt_type_text(fun, object)});
  return bytes;
}

mp_obj_t rt_try(rt_host_function *function, rt_instance *instance,
                uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_nlr_buf_t buf;
  if (rt_nlr_push(fun, &buf)) return buf.ret_val;
  function(instance, slots);
  fun->nlr_pop();
  return MP_OBJ_NULL;
}

mp_obj_t rt_standard_stream(const mp_fun_table_t *fun, uint32_t number) {
  static const char names[] = "stdin\0\0stdout\0stderr";
  mp_obj_t stream =
      rt_get_maybe(fun, rt_import_named(fun, "sys"), names + 7 * number);
  mp_obj_t buffer = rt_get_maybe(fun, stream, "buffer");
  return buffer ? buffer : stream;
}

uint8_t *rt_span(rt_instance *instance, uint32_t at, uint32_t size) {
  if (!rt_config.n_memories) return 0;
  rt_memory *memory = (rt_memory *)rt_items(instance, RT_KIND_MEMORY)[0];
  return size <= memory->size && at <= memory->size - size
             ? rt_memory_bytes(memory, at, size)
             : 0;
}

rt_host_state *rt_state(rt_instance *instance) {
  void **place = (void **)((char *)instance + rt_config.host_state);
  if (!*place) *place = RT_NEW(rt_fun(instance), rt_host_state);
  return *place;
}
