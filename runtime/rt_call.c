// Calls between Python and WebAssembly.
#include "rt_internal.h"

// What rt_invoke_told and rt_import_call_told take.
#define TOLD_STACK \
  (RT_USES(TOLD_CALLS) ? sizeof(mp_nlr_buf_t) + 8 * sizeof(void *) : 0)

// -------------------------------------------------------- Python to wasm ---

void rt_invoke(rt_func *function, uint64_t *slots) {
  void (*enter)(void *, void *, uint64_t *) = rt_follow(&function->type->enter);
  if (RT_USES(LEAN) && !rt_is_import(function)) rt_lean_settle(function->ctx);
  if (!rt_config.stack_pointer_global || rt_is_import(function)) {
    enter(function->ctx, function->code, slots);
    return;
  }
  uint32_t *stack_pointer = rt_stack_pointer(function->ctx);
  uint32_t old = *stack_pointer;
  const mp_fun_table_t *fun = rt_module_of(function)->fun_table;
  mp_nlr_buf_t buf;
  if (rt_nlr_push(fun, &buf) == 0) {
    enter(function->ctx, function->code, slots);
    fun->nlr_pop();
  } else {
    *stack_pointer = old;
    fun->raise(buf.ret_val);
  }
}

// The name under which a function is exported; only errors need it. `otherwise`
// is the place of another qstr, or 0 for none.
static mp_qstr_t name_of(rt_module *module, rt_func *function,
                         uint32_t otherwise) {
  const uint16_t *qstrs = module->qstrs;
  if (rt_config.n_refs == 1 && rt_config.n_exports == 1 && !RT_N_IMPORTS &&
      !RT_USES(BIND) && !RT_USES(LONG_NAMES))
    return qstrs[rt_exports[0].name];
  if (rt_is_import(function)) {
    const uint8_t *at = ((rt_import_func *)function)->import;
    rt_import_kind(&at), rt_number(&at);
    return qstrs[rt_number(&at)];
  }
  void **items = rt_items(function->ctx, RT_KIND_FUNC);
  for (uint32_t i = 0; i < rt_config.n_exports; i++) {
    if (RT_USES(LONG_NAMES) && rt_exports[i].name >= RT_LONG_NAME) continue;
    if (items[rt_exports[i].item] == function) return qstrs[rt_exports[i].name];
  }
  return otherwise ? qstrs[otherwise] : 0;
}

// That name, or a longer one, which is no qstr.
static mp_obj_t name_object(rt_module *module, rt_func *function,
                            mp_obj_t name) {
  if (!RT_USES(LONG_NAMES) || rt_is_import(function)) return name;
  void **items = rt_items(function->ctx, RT_KIND_FUNC);
  for (uint32_t i = 0; i < rt_config.n_exports; i++) {
    uint16_t place = rt_exports[i].name;
    if (place >= RT_LONG_NAME && items[rt_exports[i].item] == function)
      return module->objects[place - RT_LONG_NAME];
  }
  return name;
}

// By a call of its own, so that the one without traps to tell stays as it is.
void rt_invoke_told(rt_func *function, uint64_t *slots) {
  rt_module *module = rt_module_of(function);
  mp_nlr_buf_t buf;
  if (rt_nlr_push(module->fun_table, &buf) == 0) {
    rt_invoke(function, slots);
    module->fun_table->nlr_pop();
    return;
  }
  mp_qstr_t qstr = name_of(module, function, 0);
  mp_obj_t name = name_object(module, function,
                              qstr ? rt_qstr(module->fun_table, qstr) : 0);
  if (!name)
    rt_trap_passes(module, buf.ret_val, RT_TEXT("\n  from a reference"), 0, 0);
  rt_trap_passes(module, buf.ret_val, RT_TOLD_EXPORT, 1, &name);
}

// The i-th argument is of a wrong type; i is n_args: there are too few or too
// many.
static RT_NORETURN void refuse(rt_func *function, size_t n_args,
                               const mp_obj_t *args, size_t i) {
  RT_OPAQUE(function);
  rt_module *module = rt_module_of(function);
  const mp_fun_table_t *fun = module->fun_table;
  const rt_type *type = function->type;
  const char *format;
  size_t size;
  size_t n_parts = 3;
  mp_obj_t parts[4];
  parts[0] = rt_qstr(fun, name_of(module, function, RT_QSTR_WASM));
  parts[0] = name_object(module, function, parts[0]);
#define FORMAT(text) (format = (text), size = sizeof(text) - 1)
  size_t number = i + 1;
  if (!rt_config.max_call_params || i == n_args) {
    FORMAT("%s() takes %d positional arguments but %d were given");
    number = type->n_params;
    parts[2] = mp_small_int((intptr_t)n_args);
  } else {
    mp_obj_t type_text = rt_type_text(fun, args[i]);
    if (RT_ONLY_CODE == RT_I32) {
      FORMAT("%s() argument %d must be i32, not %s");
      parts[2] = type_text;
    } else {
      FORMAT("%s() argument %d must be %s, not %s");
      parts[2] = rt_string(fun, rt_code_name(rt_code_at(type, i)));
      parts[3] = type_text;
      n_parts = 4;
    }
  }
#undef FORMAT
  parts[1] = mp_small_int((intptr_t)number);
  rt_raise_format(module, MP_QSTR_TypeError, format, size, n_parts, parts);
}

mp_obj_t rt_call(mp_obj_t self, size_t n_args, size_t n_kw,
                 const mp_obj_t *args) {
  rt_func *function = self;
  rt_module *module = rt_module_of(function);
  uint64_t *slots;
  if (RT_FEW_SLOTS)  // in the first block: a place in the frame
    slots = __builtin_alloca((rt_config.max_slots | 1) * sizeof(uint64_t));
  if (!RT_USES(SINGLE_INSTANCE) && self == module) {
    self = rt_instantiate(module, n_args, n_kw, args);
    RT_KEEP(self);  // no tail call: that would need an epilogue of its own
    return self;
  }
  const mp_fun_table_t *fun = module->fun_table;
  if ((n_args ^ function->type->n_params) | n_kw)
    refuse(function, n_args, args, n_args);
  if (!RT_FEW_SLOTS) {
    size_t n_results = function->type->n_results;
    size_t n_slots = rt_most_slots(n_args > n_results ? n_args : n_results);
    // Here, in `enter`, where a function checks for its frame ahead, and at the
    // boundary of a function that throws.
    uintptr_t size =
        (RT_USES(EXCEPTIONS) ? 4 : 3) * sizeof(uint64_t) * n_slots + TOLD_STACK;
    if (RT_USES(STACK_LIMIT) &&
        !rt_stack_is_free(module, (uintptr_t)__builtin_frame_address(0), size))
      rt_stack_enter(module, function, size);
    slots = RT_ALLOCA(n_slots);
  } else if (RT_USES(STACK_LIMIT) &&
             !rt_stack_is_free(module, (uintptr_t)slots, TOLD_STACK)) {
    rt_stack_enter(module, function, TOLD_STACK);
  }
  for (size_t i = 0; rt_config.max_call_params && i < n_args; i++) {
    const rt_type *type = function->type;
    if (!rt_from_python(module, fun, rt_code_at(type, i), rt_concrete(type, i),
                        args[i], &slots[rt_slot_at(type->text, i)]))
      refuse(function, n_args, args, i);
  }

  if (RT_USES(TOLD_CALLS)) {
    rt_invoke_told(function, slots);
  } else {
    rt_invoke(function, slots);
  }

  const rt_type *type = function->type;
  size_t n_results = type->n_results;
  if (!rt_config.max_call_results || (!RT_USES(ONE_RESULT) && n_results == 0))
    return fun->const_none;
  if (!RT_USES(MULTI_VALUE) || n_results == 1)
    return rt_to_python(fun, rt_code_at(type, n_args), slots);
  mp_obj_t *tuple = fun->new_tuple(n_results, 0);
  const uint8_t *codes = type->text + n_args;
  for (size_t i = 0; i < n_results; i++)
    tuple[2 + i] = rt_to_python(fun, codes[i], &slots[rt_slot_at(codes, i)]);
  return tuple;
}

// -------------------------------------------------------- wasm to Python ---

// Apart, because the caller would need more registers.
static RT_NORETURN __attribute__((noinline)) void refuse_result(
    rt_import_func *function, uint8_t code, mp_obj_t object) {
  rt_module *module = function->module;
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t parts[4];
  rt_import_names(module, function->import, parts);
  mp_obj_t type_text = rt_type_text(fun, object);
  if (RT_ONLY_CODE == RT_I32) {
    parts[2] = type_text;
    rt_raise_format(module, MP_QSTR_TypeError,
                    RT_TEXT("%s.%s() result must be i32, not %s"), 3, parts);
  }
  parts[2] = rt_string(fun, rt_code_name(code));
  parts[3] = type_text;
  rt_raise_format(module, MP_QSTR_TypeError,
                  RT_TEXT("%s.%s() result must be %s, not %s"), 4, parts);
}

static void take_result(rt_import_func *function, uint32_t i, mp_obj_t object,
                        uint64_t *slot) {
  rt_module *module = function->module;
  const rt_type *type = function->func.type;
  i += type->n_params;
  uint8_t code = rt_code_at(type, i);
  if (!rt_from_python(module, module->fun_table, code, rt_concrete(type, i),
                      object, slot))
    refuse_result(function, code, object);
}

void rt_import_call(rt_import_func *function, uint64_t *slots) {
  mp_obj_t *args;
  if (RT_FEW_SLOTS)  // in the first block: a place in the frame
    args = __builtin_alloca((2 + rt_config.max_slots) * sizeof(mp_obj_t));
  rt_module *module = function->module;
  // The gate to Python. `slots` are in the caller's frame.
  if (RT_USES(STACK_LIMIT) &&
      !rt_stack_is_free(module, (uintptr_t)slots,
                        RT_STACK_FOR_PYTHON + TOLD_STACK))
    rt_stack_check_for(module, RT_STACK_FOR_PYTHON + TOLD_STACK);
  if (function->invoke) {
    function->invoke(function->callable, slots);
    return;
  }
  const mp_fun_table_t *fun = module->fun_table;
  const rt_type *type = function->func.type;
  uint32_t n_params = type->n_params;
  uint32_t n_results = type->n_results;
  // call_function_n_kw would do for up to 255 arguments.
  uint32_t most = n_params > n_results ? n_params : n_results;
  if (!RT_FEW_SLOTS) args = __builtin_alloca((2 + most) * sizeof(mp_obj_t));
  args[0] = function->callable;
  args[1] = MP_OBJ_NULL;
  for (uint32_t i = 0; i < n_params; i++)
    args[2 + i] = rt_to_python(fun, rt_code_at(type, i),
                               &slots[rt_slot_at(type->text, i)]);
  mp_obj_t result = fun->call_method_n_kw(n_params, 0, args);
  // What a function without results returns is ignored.
  if (rt_config.max_import_results && n_results == 1) {
    take_result(function, 0, result, slots);
  } else if (rt_config.max_import_results > 1 && n_results) {
    fun->unpack_sequence(result, n_results, args);  // in reverse order
    for (uint32_t i = 0; i < n_results; i++)
      take_result(function, i, args[n_results - 1 - i],
                  &slots[rt_slot_at(type->text + n_params, i)]);
  }
}

void rt_import_call_told(rt_import_func *function, uint64_t *slots) {
  rt_module *module = function->module;
  mp_nlr_buf_t buf;
  if (rt_nlr_push(module->fun_table, &buf) == 0) {
    rt_import_call(function, slots);
    module->fun_table->nlr_pop();
    return;
  }
  mp_obj_t names[2];
  rt_import_names(module, function->import, names);
  rt_trap_passes(module, buf.ret_val, RT_TEXT("\n  from import %s.%s"), 2,
                 names);
}
