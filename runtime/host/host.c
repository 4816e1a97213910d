#include "host.h"

mp_obj_t rt_get(const mp_fun_table_t *fun, mp_obj_t object, const char *name) {
  mp_obj_t args[2] = {object, rt_string(fun, name)};
  return fun->call_function_n_kw(fun->load_global(MP_QSTR_getattr), 2, args);
}

mp_obj_t rt_get_maybe(const mp_fun_table_t *fun, mp_obj_t object,
                      const char *name) {
  // The default is only handed back, and no attribute is the function table.
  mp_obj_t args[3] = {object, rt_string(fun, name), (mp_obj_t)(uintptr_t)fun};
  mp_obj_t found =
      fun->call_function_n_kw(fun->load_global(MP_QSTR_getattr), 3, args);
  return found == args[2] ? MP_OBJ_NULL : found;
}

mp_obj_t rt_import_named(const mp_fun_table_t *fun, const char *name) {
  mp_obj_t text = rt_string(fun, name);
  mp_obj_t builtins =
      fun->import_name(MP_QSTR_builtins, fun->const_none, mp_small_int(0));
  return fun->call_function_n_kw(rt_get(fun, builtins, "__import__"), 1, &text);
}

mp_obj_t rt_call_named(const mp_fun_table_t *fun, mp_obj_t object,
                       const char *name, size_t n_args, const mp_obj_t *args) {
  return fun->call_function_n_kw(rt_get(fun, object, name), n_args, args);
}
