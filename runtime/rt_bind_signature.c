// Signatures of bound functions: what their text says of parameters, in errors
// and for arguments that are given by name.
#include "rt_bind.h"

const uint8_t *rt_behind_zero(const uint8_t *at) {
  RT_PLAIN_LOOP
  while (*at) at++;
  return at + 1;
}

const char *rt_bind_text(rt_bound *bound) {
  return (const char *)rt_behind_zero(rt_behind_zero(bound->signature));
}

// Where "name: type" of the i-th parameter begins in "f(a: int, b: str)".
static const char *parameter_text(rt_bound *bound, size_t i) {
  const char *at = rt_bind_text(bound);
  while (*at++ != '(') continue;
  for (; i; i--) {
    while (*at++ != ',') continue;
    at++;
  }
  return at;
}

// The text up to one of two characters, as a Python string.
static mp_obj_t text_to(const mp_fun_table_t *fun, const char *text, char end,
                        char other_end) {
  size_t size = 0;
  RT_PLAIN_LOOP
  while (text[size] != end && text[size] != other_end) size++;
  return fun->obj_new_str(text, size);
}

// The type of an argument, of arrays with the code of their elements.
static mp_obj_t argument_type(const mp_fun_table_t *fun, mp_obj_t object) {
  mp_obj_t type = rt_type_text(fun, object);
  mp_buffer_info_t bytes;
  // bytearray and memoryview tell 'B', and what is no array nothing else.
  if (!fun->get_buffer(object, &bytes, MP_BUFFER_READ) || bytes.typecode == 'B')
    return type;
  char code = (char)bytes.typecode;
  mp_obj_t parts[2] = {type, fun->obj_new_str(&code, 1)};
  return fun->binary_op(MP_BINARY_OP_MODULO, rt_string(fun, "%s('%s')"),
                        fun->new_tuple(2, parts));
}

void rt_bind_refuse(rt_bound_state *state, size_t i) {
  const mp_fun_table_t *fun = state->module->fun_table;
  const char *name = parameter_text(state->bound, i);
  const char *type = name;
  while (*type++ != ':') continue;
  mp_obj_t parts[4] = {rt_bind_name(fun, state->bound),
                       text_to(fun, name, ':', ':'),
                       text_to(fun, type + 1, ',', ')'),
                       argument_type(fun, state->args[i])};
  rt_raise_format(state->module, MP_QSTR_TypeError,
                  RT_TEXT("%s() argument %s must be %s, not %s"), 4, parts);
}

mp_obj_t rt_bind_name(const mp_fun_table_t *fun, rt_bound *bound) {
  return text_to(fun, rt_bind_text(bound), '(', '(');
}

int rt_bind_order(rt_bound_state *state, size_t n_params, mp_obj_t *ordered,
                  size_t n_args, size_t n_kw) {
  const mp_fun_table_t *fun = state->module->fun_table;
  const mp_obj_t *args = state->args;
  if (n_args + n_kw != n_params) return 0;
  RT_PLAIN_LOOP
  for (size_t i = 0; i < n_params; i++)
    ordered[i] = i < n_args ? args[i] : MP_OBJ_NULL;
  for (const mp_obj_t *pair = args + n_args; n_kw; n_kw--, pair += 2) {
    mp_buffer_info_t key;
    if (!fun->get_buffer(pair[0], &key, MP_BUFFER_READ)) return 0;
    size_t i = n_args;
    for (;; i++) {
      if (i == n_params) return 0;
      const char *name = parameter_text(state->bound, i);
      size_t same = 0;
      RT_PLAIN_LOOP
      while (same < key.len && name[same] == ((const char *)key.buf)[same])
        same++;
      if (same == key.len && name[same] == ':') break;
    }
    if (ordered[i]) return 0;
    ordered[i] = pair[1];
  }
  return 1;
}
