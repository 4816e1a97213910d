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

static inline __attribute__((always_inline)) _Noreturn void raise(
    const mp_fun_table_t *fun, mp_obj_t type, mp_obj_t text) {
  fun->raise(fun->call_function_n_kw(type, 1, &text));
  __builtin_unreachable();
}

void rt_raise_format(const mp_fun_table_t *fun, mp_qstr_t exception,
                     const char *format, size_t size, size_t n,
                     const mp_obj_t *args) {
  mp_obj_t tuple = fun->new_tuple(n, args);
  mp_obj_t text = fun->obj_new_str(format, size);
  text = fun->binary_op(MP_BINARY_OP_MODULO, text, tuple);
  raise(fun, fun->load_global(exception), text);
}

void rt_raise_text(const mp_fun_table_t *fun, mp_qstr_t exception,
                   const char *text, size_t size) {
  raise(fun, fun->load_global(exception), fun->obj_new_str(text, size));
}

void rt_trap_in(rt_module *module, const char *text) {
  const mp_fun_table_t *fun = module->fun_table;
  raise(fun, module->trap, rt_string(fun, text));
}

void rt_trap(rt_instance *instance, const char *text) {
  rt_trap_in(instance->module, text);
}

void rt_trap_named(rt_instance *instance, const char *text,
                   const void *number) {
  rt_module *module = instance->module;
  const mp_fun_table_t *fun = module->fun_table;
  const char *name = rt_names;
  RT_PLAIN_LOOP
  for (uintptr_t n = (uintptr_t)number; --n;)
    while (*name++) continue;
  mp_obj_t whole = fun->binary_op(MP_BINARY_OP_ADD, rt_string(fun, text),
                                  rt_string(fun, name));
  raise(fun, module->trap, whole);
}

const char *rt_code_name(uint8_t code) {
  // What an import turns out to be can have types that are not used here.
  if (RT_N_IMPORTS) {
    static const char names[] =
        "qi64\0"
        "ff32\0"
        "df64\0"
        "ii32\0"
        "Ffuncref\0"
        "G(ref func)\0"
        "T(ref null type)\0"
        "U(ref type)\0"
        "Xexternref\0"
        "Y(ref extern)\0"
        "Nnullref";
    const char *name = names;
    while (*name++ != (char)code) {
      RT_PLAIN_LOOP
      while (*name++) continue;
    }
    return name;
  }
  if (RT_USES(I64) && code == RT_I64) return "i64";
  if (RT_USES(F32) && code == RT_F32) return "f32";
  if (RT_USES(F64) && code == RT_F64) return "f64";
  if (RT_USES(FUNCREF)) {
    if (code == RT_FUNCREF) return "funcref";
    if (code == RT_FUNC) return "(ref func)";
    if (code == RT_TYPED_FUNCREF) return "(ref null type)";
    if (code == RT_TYPED_FUNC) return "(ref type)";
  }
  if (RT_USES(EXTERNREF)) {
    if (code == RT_EXTERNREF) return "externref";
    if (code == RT_EXTERN) return "(ref extern)";
  }
  if ((RT_USES(FUNCREF) || RT_USES(EXTERNREF)) && code == RT_NULLREF)
    return "nullref";
  return "i32";
}
