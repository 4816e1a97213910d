// Globals that Python or another module sees.
#include "rt_internal.h"

rt_global *rt_new_global(rt_module *module, uint8_t code, const rt_type *type,
                         int is_mutable) {
  size_t size =
      sizeof(rt_global) + (rt_slots_of(code) - 1) * sizeof(rt_slot);
  rt_global *global = rt_alloc(module->fun_table, RT_WORDS(size));
  global->base.type = rt_type_of(module, RT_KIND_GLOBAL);
  global->module = module;
  global->type = type;
  global->code = code;
  global->is_mutable = (uint8_t)is_mutable;
  return global;
}

void rt_global_attr(mp_obj_t self, mp_qstr_t attr, mp_obj_t *dest) {
  rt_global *global = self;
  rt_module *module = global->module;
  if (attr != MP_QSTR_value) return;
  if (dest[0] == MP_OBJ_NULL) {
    dest[0] = rt_to_python(module->fun_table, global->code, &global->value);
  } else if (dest[1] != MP_OBJ_NULL) {
    if (!global->is_mutable)
      rt_raise(module, MP_QSTR_AttributeError, "immutable global");
    rt_from_python_or_raise(module, global->code, global->type, dest[1],
                            &global->value);
    dest[0] = MP_OBJ_NULL;  // stored
  }
}
