// Instances: what `import` and instantiate() make. An instance is one block
// (rt_instance, the pointers to its parts, the generator's fields); its parts
// are objects of their own, because the collector follows pointers to the
// start of a block only and a part may outlive the instance.
#include "rt_internal.h"

static void make_own_parts(rt_instance *instance, const uint8_t **at) {
  rt_module *module = instance->module;
  void **items = rt_items(instance, RT_KIND_MEMORY);
  for (uint32_t i = rt_config.n_memory_imports; i < rt_config.n_memories; i++)
    items[i] = rt_new_memory(module, at, i == 0);
  if (RT_USES(LEAN)) rt_lean_start(instance);
  items = rt_items(instance, RT_KIND_TABLE);
  for (uint32_t i = rt_config.n_table_imports; i < rt_config.n_tables; i++)
    items[i] = rt_new_table(module, at);
  items = rt_items(instance, RT_KIND_GLOBAL);
  for (uint32_t i = rt_config.n_global_imports; i < rt_config.n_cells; i++) {
    uint8_t code = (uint8_t)rt_number(at);
    const rt_type *type = rt_type_for(code, rt_number(at));
    items[i] = rt_new_global(module, code, type, rt_number(at) != 0);
  }
  items = rt_items(instance, RT_KIND_TAG);
  for (uint32_t i = rt_config.n_tag_imports; i < rt_config.n_tags; i++)
    items[i] = rt_new_tag(module, at);
}

rt_instance *rt_make_instance(rt_module *module, mp_obj_t imports,
                              mp_obj_t globals, void *host_state,
                              rt_slot *fuel) {
  const mp_fun_table_t *fun = module->fun_table;
  const uint8_t *at;
  // Imports are looked for in Python's modules. (A variable is where the stack
  // is, too, and a frame address would take a register.)
  if (RT_N_IMPORTS && RT_USES(STACK_LIMIT) &&
      !rt_stack_is_free(module, (uintptr_t)&at, RT_STACK_FOR_IMPORT))
    rt_stack_check_for(module, RT_STACK_FOR_IMPORT);
  rt_instance *instance = rt_alloc(fun, RT_WORDS(rt_config.instance_size));
  if (RT_USES(HOST))
    *(void **)((char *)instance + rt_config.host_state) = host_state;
  instance->base.type = module->module_type;
  instance->globals = globals;
  instance->module = module;
  if (RT_USES(STACK_LIMIT)) instance->stack_limit = module->stack_limit;
  at = rt_stream;
  if (RT_N_IMPORTS) rt_import(instance, imports, &at);
  make_own_parts(instance, &at);

  // Exports come before initialisation: a start function may call imports
  // that use this module.
  for (uint32_t i = 0; i < rt_config.n_exports; i++) {
    uint32_t index = rt_exports[i].item;
    mp_obj_t item = index < rt_config.n_refs
                        ? (mp_obj_t)rt_ref_in(module, fun, instance, index)
                        : rt_items(instance, RT_KIND_FUNC)[index];
    uint16_t name = rt_exports[i].name;
    if (RT_USES(LONG_NAMES) && name >= RT_LONG_NAME) {
      mp_obj_t text = module->objects[name - RT_LONG_NAME];
      fun->dict_store(globals, text, item);
    } else {
      fun->store_attr(instance, module->qstrs[name], item);
    }
  }
  if (RT_USES(BIND)) rt_bind(instance);
  if (RT_USES(INIT)) rt_init(instance, 0, fuel);
  return instance;
}

// The value of the keyword argument `fuel`; there may be no other.
static void read_fuel(rt_module *module, size_t n_kw, const mp_obj_t *keywords,
                      rt_slot *fuel) {
  const mp_fun_table_t *fun = module->fun_table;
  RT_PLAIN_LOOP
  for (size_t i = 0; i < n_kw; i++) {
    if (keywords[2 * i] != rt_qstr(fun, RT_QSTR(module, fuel)))
      rt_raise_format(
          module, MP_QSTR_TypeError,
          RT_TEXT("instantiate() got an unexpected keyword argument '%s'"), 1,
          &keywords[2 * i]);
    rt_from_python_or_raise(module, RT_I64, 0, keywords[2 * i + 1], fuel);
  }
}

// instantiate(imports=None), with --fuel instantiate(imports=None, *, fuel)
mp_obj_t rt_instantiate(rt_module *module, size_t n_args, size_t n_kw,
                        const mp_obj_t *args) {
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t imports = MP_OBJ_NULL;
  // Without imports, whatever is given is enough.
  if (RT_N_IMPORTS) {
    fun->arg_check_num_sig(n_args, n_kw, MP_FUN_SIG(0, 1, RT_USES(FUEL)));
    if (n_args && args[0] != fun->const_none) imports = args[0];
  }
  rt_slot fuel;
  if (RT_USES(FUEL) && n_kw) read_fuel(module, n_kw, args + n_args, &fuel);
  return rt_make_instance(module, imports, fun->new_dict(1), 0,
                          RT_USES(FUEL) && n_kw ? &fuel : 0);
}
