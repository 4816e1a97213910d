// References to functions of an instance. They are objects, of which most
// functions need none: so one is made when it is first needed.
#include "rt_internal.h"

rt_func *rt_ref_in(rt_module *module, const mp_fun_table_t *fun,
                   rt_instance *instance, uint32_t index) {
  rt_func **ref = (rt_func **)rt_items(instance, RT_KIND_FUNC) + index;
  if (!*ref) {
    rt_func *function =
        rt_alloc(fun, RT_WORDS(RT_USES(EXCEPTIONS) ? sizeof(rt_inner_func)
                                                   : sizeof(rt_func)));
    const struct rt_ref_desc *desc = &rt_refs[index - rt_config.n_func_imports];
    RT_OPAQUE(desc);  // sums of known distances would be larger
    function->base.type = &module->types[0].type;
    function->code = rt_follow(&desc->code);
    function->ctx = instance;
    function->type = rt_follow(&desc->type);
    if (RT_USES(EXCEPTIONS))
      ((rt_inner_func *)function)->inner =
          rt_follow(&rt_inner[index - rt_config.n_func_imports].code);
    *ref = function;
  }
  return *ref;
}

rt_func *rt_ref(rt_instance *instance, uint32_t index) {
  rt_module *module = instance->module;
  return rt_ref_in(module, module->fun_table, instance, index);
}
