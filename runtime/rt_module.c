// Import: MicroPython calls mpy_init once, which makes the module's types, the
// class Trap, the callable `instantiate` and the instance that `import` gives.
//
// There is no static data, so everything that would be a global variable is
// in one rt_module on the heap. A second import after a soft reset finds a new
// heap and makes a new one.
#include "rt_internal.h"

static void make_types(rt_module *module) {
  const mp_fun_table_t *fun = module->fun_table;
  for (uint32_t i = 0; i < rt_config.n_types; i++) {
    module->types[i].type.base.type = fun->type_type;
    module->types[i].type.name = (uint16_t)RT_QSTR(module, wasm);
  }
  rt_py_type *func = &module->types[0];
  func->magic = RT_MAGIC + RT_KIND_FUNC;
  func->type.slot_index_call = 1;
  func->slots[0] = (const void *)rt_call;
  if (RT_USES(TOLD_CALLS)) {
    func->slots[RT_SLOT_INVOKE] = (const void *)rt_invoke_told;
  } else if (rt_config.stack_pointer_global) {
    func->slots[RT_SLOT_INVOKE] = (const void *)rt_invoke;
  }
  if (RT_HAS_TYPE(RT_KIND_BOUND)) {
    rt_py_type *type = &module->types[rt_config.type_index[RT_KIND_BOUND]];
    type->magic = func->magic;
    type->type.slot_index_call = 1;
    type->type.slot_index_print = 2;
    type->slots[0] = (const void *)rt_bound_call;
    type->slots[1] = (const void *)rt_bound_print;
    type->slots[RT_SLOT_INVOKE] = func->slots[RT_SLOT_INVOKE];
  }
  if (RT_HAS_TYPE(RT_KIND_MEMORY)) {
    rt_py_type *type = &module->types[rt_config.type_index[RT_KIND_MEMORY]];
    type->magic = RT_MAGIC + (RT_USES(LEAN) ? RT_KIND_LEAN : RT_KIND_MEMORY);
    type->type.slot_index_unary_op = 1;
    type->type.slot_index_attr = 2;
    type->type.slot_index_subscr = 3;
    type->type.slot_index_buffer = 4;
    type->slots[0] = (const void *)rt_memory_len;
    type->slots[1] = (const void *)rt_memory_attr;
    type->slots[2] = (const void *)rt_memory_subscr;
    type->slots[3] = (const void *)rt_memory_buffer;
  }
  if (RT_HAS_TYPE(RT_KIND_TABLE)) {
    rt_py_type *type = &module->types[rt_config.type_index[RT_KIND_TABLE]];
    type->magic = RT_MAGIC + RT_KIND_TABLE;
    type->type.slot_index_unary_op = 1;
    type->type.slot_index_attr = 2;
    type->type.slot_index_subscr = 3;
    type->slots[0] = (const void *)rt_table_len;
    type->slots[1] = (const void *)rt_table_attr;
    type->slots[2] = (const void *)rt_table_subscr;
  }
  if (RT_HAS_TYPE(RT_KIND_GLOBAL)) {
    rt_py_type *type = &module->types[rt_config.type_index[RT_KIND_GLOBAL]];
    type->magic = RT_MAGIC + RT_KIND_GLOBAL;
    type->type.slot_index_attr = 1;
    type->slots[0] = (const void *)rt_global_attr;
  }
  if (RT_HAS_TYPE(RT_KIND_TAG)) {
    rt_py_type *type = &module->types[rt_config.type_index[RT_KIND_TAG]];
    type->magic = RT_MAGIC + RT_KIND_TAG;
    type->type.slot_index_call = 1;
    type->slots[0] = (const void *)rt_tag_call;
  }
}

mp_obj_t mpy_init(mp_obj_t self, size_t n_args, size_t n_kw, mp_obj_t *args) {
  (void)n_args, (void)n_kw, (void)args;
  mp_module_context_t *context = ((mp_obj_fun_native_t *)self)->context;
  const mp_fun_table_t *fun = context->constants.obj_table[0];
  rt_module *module = rt_alloc(
      fun,
      RT_WORDS(sizeof(rt_module) + rt_config.n_types * sizeof(rt_py_type) +
               (RT_OBJECT_TYPES_SLOT + rt_config.n_made) * sizeof(mp_obj_t)));
  module->fun_table = fun;
  rt_load_builtins(module);
  module->base.type = &module->types[0].type;
  module->module_type = context->module.base.type;
  module->qstrs = context->constants.qstr_table;
  if (RT_USES(LONG_NAMES) || rt_config.data_object)
    module->objects = context->constants.obj_table;
  make_types(module);
  if (RT_USES(STACK_LIMIT)) rt_stack_init(module);
  if (RT_USES(POLLS)) rt_poll_init(module, context);
  if (RT_N_IMPORTS) rt_import_init(module, context);
  if (RT_KEEPS_PINS)
    rt_builtins(module)[RT_PINS_SLOT] = rt_bytecode(fun, context, rt_pins);

  // The globals are the module's own while it is imported. What is stored
  // later wins, so that an export can have one of these names.
  if (RT_USES(TRAP)) {
    mp_obj_t base = RT_RAISES_RUNTIME_ERROR
                        ? rt_builtin_of(module, MP_QSTR_RuntimeError)
                        : fun->load_global(MP_QSTR_RuntimeError);
    module->trap = rt_make_class(fun, RT_QSTR(module, Trap), base);
    fun->store_global(RT_QSTR(module, Trap), module->trap);
  }
  if (RT_USES(EXCEPTIONS)) rt_make_exception_class(module);
  if (!RT_USES(SINGLE_INSTANCE))
    fun->store_global(RT_QSTR(module, instantiate), module);
  // What is returned does not matter, but must be an object.
  if (RT_USES(COMMAND)) rt_store_main(module);
  if (RT_USES(NO_INSTANCE) || RT_USES(COMMAND)) return module;
  mp_obj_t instance =
      rt_make_instance(module, MP_OBJ_NULL, context->module.globals, 0, 0);
  // Nobody reads it again: the collector may have it.
  if (RT_USES(SINGLE_INSTANCE) && rt_config.data_object)
    module->objects[rt_config.data_object] = MP_OBJ_NULL;
  return instance;
}
