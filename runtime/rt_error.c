// Raising: Python exceptions with a text, and traps.
//
// The function table has no printf into an exception (raise_msg takes a fixed
// text that must stay), so texts are made with Python's `%`.
#include "rt_internal.h"

mp_obj_t rt_string(const mp_fun_table_t *fun, const char *text) {
  size_t size = 0;
  RT_PLAIN_LOOP
  while (text[size]) size++;
  return fun->obj_new_str(text, size);
}

static RT_NORETURN void raise(const mp_fun_table_t *fun, mp_obj_t argument,
                              mp_obj_t type) {
  void (*raise_object)(mp_obj_t) = fun->raise;
  raise_object(fun->call_function_n_kw(type, 1, &argument));
  // It was None, which is ignored: something else has the name of the class, or
  // its `__new__` was replaced. What is no exception either is a TypeError.
  raise_object(mp_small_int(0));
  __builtin_unreachable();
}

void rt_raise_new(const mp_fun_table_t *fun, mp_obj_t type, mp_obj_t argument) {
  raise(fun, argument, type);
}

mp_obj_t rt_builtin(const mp_fun_table_t *fun, mp_qstr_t name) {
  return fun->load_attr(
      fun->import_name(MP_QSTR_builtins, fun->const_none, mp_small_int(0)),
      name);
}

void rt_load_builtins(rt_module *module) {
  mp_obj_t *builtin = rt_builtins(module);
  const mp_fun_table_t *fun = module->fun_table;
#define RT_LOAD(name, is_used) \
  if (is_used) *builtin++ = fun->load_global(MP_QSTR_##name);
  RT_BUILTINS(RT_LOAD)
#undef RT_LOAD
}

void rt_raise_format_in(rt_module *module, uint32_t exception,
                        const char *format, size_t size, size_t n,
                        const mp_obj_t *args) {
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t tuple = fun->new_tuple(n, args);
  mp_obj_t text = fun->obj_new_str(format, size);
  text = fun->binary_op(MP_BINARY_OP_MODULO, text, tuple);
  raise(fun, text, rt_builtins(module)[exception]);
}

void rt_raise_text(rt_module *module, uint32_t exception, const char *text,
                   size_t size) {
  const mp_fun_table_t *fun = module->fun_table;
  raise(fun, fun->obj_new_str(text, size), rt_builtins(module)[exception]);
}

void rt_trap_in(rt_module *module, const char *text) {
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t whole = rt_string(fun, text);
  if (rt_config.tells_callers) whole = rt_with_callers(module, whole, 0);
  raise(fun, whole, module->trap);
}

void rt_trap(rt_instance *instance, const char *text) {
  rt_trap_in(instance->module, text);
}

// Never inlined: reports tell by it what the names cost.
__attribute__((noinline)) void rt_trap_named(rt_instance *instance,
                                             const char *text,
                                             const void *number) {
  rt_module *module = instance->module;
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t whole = rt_add(fun, rt_string(fun, text),
                          rt_string(fun, rt_name((uintptr_t)number)));
  if (rt_config.tells_callers)
    whole = rt_with_callers(module, whole, (uint32_t)(uintptr_t)number);
  raise(fun, whole, module->trap);
}

__attribute__((noinline)) void rt_trap_at(rt_instance *instance,
                                          const char *text,
                                          const void *number) {
  rt_module *module = instance->module;
  const mp_fun_table_t *fun = module->fun_table;
  const uint8_t *codes = rt_codes;
  uint32_t code = 0;
  RT_PLAIN_LOOP
  for (uintptr_t n = (uintptr_t)number; n; n--) code += rt_number(&codes);
  mp_obj_t whole = fun->binary_op(MP_BINARY_OP_MODULO, rt_string(fun, text),
                                  mp_small_int(code));
  if (rt_config.tells_callers) whole = rt_with_callers(module, whole, code);
  raise(fun, whole, module->trap);
}

// More is no help, and in a recursion through Python it has no end.
#define MOST_BYTES 600

// The text is replaced in the trap itself, whose traceback has the lines of the
// Python code in between. What does not look like a trap of ours is left alone.
__attribute__((noinline)) void rt_trap_passes(rt_module *module,
                                              mp_obj_t exception,
                                              const char *format, size_t size,
                                              size_t n, const mp_obj_t *args) {
  const mp_fun_table_t *fun = module->fun_table;
  if (rt_is_trap(module, exception)) {
    mp_obj_t names = fun->new_tuple(n, args);
    // A type, the number of items, and these.
    mp_obj_t *texts = fun->load_attr(exception, MP_QSTR_args);
    mp_buffer_info_t text;
    if (fun->obj_get_type(texts) == fun->obj_get_type(names) &&
        (uintptr_t)texts[1] == 1 &&
        fun->obj_get_type(texts[2]) == fun->type_str &&
        fun->get_buffer(texts[2], &text, MP_BUFFER_READ) &&
        text.len < MOST_BYTES) {
      mp_obj_t line = fun->binary_op(MP_BINARY_OP_MODULO,
                                     fun->obj_new_str(format, size), names);
      texts[2] = rt_add(fun, texts[2], line);
      // What called the export is told with the import that it was called by.
      if (rt_config.tells_callers && n == 2)
        texts[2] = rt_with_callers(module, texts[2], RT_TOLD_IMPORT);
    }
  }
  fun->raise(exception);
  __builtin_unreachable();
}

mp_obj_t rt_make_class(const mp_fun_table_t *fun, mp_qstr_t name,
                       mp_obj_t base) {
  mp_obj_t args[3];
  args[0] = fun->native_to_obj(name, MP_NATIVE_TYPE_QSTR);
  args[1] = fun->new_tuple(1, &base);
  args[2] = fun->new_dict(0);
  return fun->call_function_n_kw((mp_obj_t)fun->type_type, 3, args);
}
