// Blocks of MicroPython's heap, and the numbers that rt_stream consists of.
#include "rt_internal.h"

void *rt_alloc(const mp_fun_table_t *fun, size_t words) {
  // A tuple without items is the one allocation of the function table that
  // raises MicroPython's own MemoryError. Two words of it are its head; it
  // must have at least one item, since the empty tuple is a constant.
  RT_OPAQUE(fun);
  void **block = fun->new_tuple(words - 2, 0);
  RT_PLAIN_LOOP
  do {
    block[--words] = 0;
  } while (words);
  return block;
}

// Inlined, it is twice in rt_init_data() and three times as large.
__attribute__((noinline)) uint64_t rt_long_number(const uint8_t **at) {
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

mp_obj_t rt_method(const mp_fun_table_t *fun, void *function, uint32_t sig) {
  mp_obj_fun_builtin_var_t *method = RT_NEW(fun, mp_obj_fun_builtin_var_t);
  method->base.type = fun->type_fun_builtin_var;
  method->sig = sig;
  method->fun = function;
  return method;
}
