// Arguments, the end of the process, and `main`, which runs a command.
#include "wasi.h"

rt_wasi *rt_wasi_state(rt_instance *instance) {
  void **place = rt_host_state(instance);
  if (!*place) *place = RT_NEW(instance->module->fun_table, rt_wasi);
  return *place;
}

// app.main(*args): a new instance, so that each run finds fresh memory. The
// closure that Python sees puts the module before the arguments.
static mp_obj_t run_main(size_t n_args, const mp_obj_t *args) {
  rt_module *module = args[0];
  const mp_fun_table_t *fun = module->fun_table;
  rt_wasi *wasi = RT_NEW(fun, rt_wasi);
  wasi->args = fun->new_tuple(n_args - 1, args + 1);
  rt_instance *instance =
      rt_make_instance(module, MP_OBJ_NULL, fun->new_dict(1), wasi);
  rt_call_named(fun, instance, "_start", 0, 0);
  return fun->const_none;
}

void rt_store_main(rt_module *module) {
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t function =
      rt_method(fun, (void *)run_main, MP_FUN_SIG(1, 0xffff, 0));
  mp_obj_t closed = module;
  fun->store_global(MP_QSTR_main, fun->new_closure(function, 1, &closed));
}

void rt_wasi_proc_exit(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = instance->module->fun_table;
  mp_obj_t code = mp_small_int((int32_t)slots[0]);
  fun->raise(
      fun->call_function_n_kw(fun->load_global(MP_QSTR_SystemExit), 1, &code));
}
