// Instances: what `import` and instantiate() make. An instance is one block
// (rt_instance, the pointers to its parts, the generator's fields); its parts
// are objects of their own, because the collector follows pointers to the
// start of a block only and a part may outlive the instance.
#include "rt_internal.h"

void *rt_alloc(const mp_fun_table_t *fun, size_t size) {
  // A tuple without items is the one allocation of the function table that
  // raises MicroPython's own MemoryError. Two words of it are its head; it
  // must have at least one item, since the empty tuple is a constant.
  size_t words = (size + sizeof(void *) - 1) / sizeof(void *);
  void *block = fun->new_tuple(words > 2 ? words - 2 : 1, 0);
  return fun->memset_(block, 0, size);
}

uint64_t rt_long_number(const uint8_t **at) {
  uint64_t value = 0;
  uint32_t shift = 0;
  uint8_t byte;
  do {
    byte = *(*at)++;
    value |= (uint64_t)(byte & 0x7f) << shift;
    shift += 7;
  } while (byte & 0x80);
  return value;
}

uint32_t rt_number(const uint8_t **at) {
  uint32_t value = 0;
  uint32_t shift = 0;
  uint8_t byte;
  do {
    byte = *(*at)++;
    value |= (uint32_t)(byte & 0x7f) << shift;
    shift += 7;
  } while (byte & 0x80);
  return value;
}

rt_func *rt_ref(rt_instance *instance, uint32_t index) {
  rt_func **ref = (rt_func **)rt_items(instance, RT_KIND_FUNC) + index;
  if (!*ref) {
    const struct rt_ref_desc *desc =
        &rt_refs[index - rt_config.n_func_imports];
    rt_module *module = instance->module;
    rt_func *function = rt_alloc(module->fun_table, sizeof(rt_func));
    function->base.type = rt_type_of(module, RT_KIND_FUNC);
    function->code = rt_follow(&desc->code);
    function->ctx = instance;
    function->type = rt_follow(&desc->type);
    *ref = function;
  }
  return *ref;
}

static void make_own_parts(rt_instance *instance, const uint8_t **at) {
  rt_module *module = instance->module;
  void **items = rt_items(instance, RT_KIND_MEMORY);
  for (uint32_t i = rt_config.n_memory_imports; i < rt_config.n_memories; i++)
    items[i] = rt_new_memory(module, at);
  items = rt_items(instance, RT_KIND_TABLE);
  for (uint32_t i = rt_config.n_table_imports; i < rt_config.n_tables; i++)
    items[i] = rt_new_table(module, at);
  items = rt_items(instance, RT_KIND_GLOBAL);
  for (uint32_t i = rt_config.n_global_imports; i < rt_config.n_cells; i++) {
    uint8_t code = (uint8_t)rt_number(at);
    const rt_type *type = rt_type_for(code, rt_number(at));
    items[i] = rt_new_global(module, code, type, rt_number(at) != 0);
  }
}

void rt_make_instance(rt_module *module, mp_obj_t imports, mp_obj_t dict) {
  const mp_fun_table_t *fun = module->fun_table;
  rt_instance *instance = rt_alloc(fun, rt_config.instance_size);
  instance->module = module;
  if (RT_USES(STACK_LIMIT)) instance->stack_limit = module->stack_limit;
  const uint8_t *at = rt_stream;
  if (RT_N_IMPORTS) rt_import(instance, imports, &at);
  make_own_parts(instance, &at);

  // Exports come before initialisation: a start function may call imports
  // that use this module.
  module->exports = at;
  for (uint32_t i = 0; i < rt_config.n_exports; i++) {
    int kind = (int)rt_number(&at);
    mp_obj_t name =
        fun->native_to_obj(module->qstrs[rt_number(&at)], MP_NATIVE_TYPE_QSTR);
    uint32_t index = rt_number(&at);
    mp_obj_t object;
    if (RT_ONLY_FUNCS || kind == RT_KIND_FUNC) {
      object = rt_ref(instance, index);
    } else {
      object = rt_items(instance, kind)[index];
    }
    fun->dict_store(dict, name, object);
  }
  if (RT_USES(INIT)) rt_init(instance, 0, 0);
  RT_KEEP(instance);
}

// instantiate(imports=None): a module object that holds the exports, so that
// dir(), getattr() and the rest work as on the imported module.
mp_obj_t rt_instantiate(mp_obj_t self, size_t n_args, size_t n_kw,
                        const mp_obj_t *args) {
  rt_module *module = self;
  const mp_fun_table_t *fun = module->fun_table;
  fun->arg_check_num_sig(n_args, n_kw, MP_FUN_SIG(0, 1, 0));
  mp_obj_t imports = n_args ? args[0] : MP_OBJ_NULL;
  if (imports == fun->const_none) imports = MP_OBJ_NULL;
  mp_obj_module_t *exports = rt_alloc(fun, sizeof(mp_obj_module_t));
  exports->base.type = module->context->module.base.type;
  exports->globals = fun->new_dict(rt_config.n_exports);
  rt_make_instance(module, imports, exports->globals);
  return exports;
}
