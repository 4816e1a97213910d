// Raising: Python exceptions with a text, and traps.
//
// The function table has no printf into an exception (raise_msg takes a fixed
// text that must stay), so the text is printed into a growing heap block. A
// name may be any length; what does not fit into the heap is left out.
#include "rt_internal.h"

static void append(void *data, const char *bytes, size_t size) {
  rt_text *text = data;
  const mp_fun_table_t *fun = text->fun;
  char *grown = fun->realloc_(text->bytes, text->size + size, 1);
  if (!grown) return;
  fun->memmove_(grown + text->size, bytes, size);
  text->bytes = grown;
  text->size += size;
}

void rt_text_begin(rt_text *text, rt_module *module) {
  text->print.data = text;
  text->print.print_strn = append;
  text->fun = module->fun_table;
  text->bytes = 0;
  text->size = 0;
}

void rt_text_raise(rt_text *text, rt_module *module, mp_qstr_t exception) {
  const mp_fun_table_t *fun = text->fun;
  mp_obj_t type = RT_USES(TRAP) && !exception ? module->trap
                                              : fun->load_global(exception);
  mp_obj_t string = fun->obj_new_str(text->bytes, text->size);
  fun->raise(fun->call_function_n_kw(type, 1, &string));
  __builtin_unreachable();
}

void rt_raise(rt_module *module, mp_qstr_t exception, const char *format,
              uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d) {
  rt_text text;
  rt_text_begin(&text, module);
  text.fun->printf_(&text.print, format, a, b, c, d);
  rt_text_raise(&text, module, exception);
}

void rt_trap(rt_instance *instance, const char *text) {
  rt_raise(instance->module, 0, text, 0, 0, 0, 0);
}

const char *rt_code_name(uint8_t code) {
  // One text and an offset: a table of pointers would need relocations.
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
