// What the files of bound functions share.
#ifndef WASM2MPY_RUNTIME_RT_BIND_H_
#define WASM2MPY_RUNTIME_RT_BIND_H_

#include "rt_internal.h"

// As of its first word an ordinary function reference: tables and imports of
// other modules take it and call the function itself, not the binding.
typedef struct rt_bound {
  rt_func func;
  // Codes of parameters, 0, codes of results, 0, text, 0.
  const uint8_t *signature;
} rt_bound;

// In linear memory; `at` is 0 if there is none.
typedef struct rt_copy {
  uint32_t at;
  uint32_t size;
} rt_copy;

typedef struct rt_bound_state {
  rt_bound *bound;
  rt_module *module;
  const mp_obj_t *args;  // as many as there are parameters
  uint64_t *slots;
  rt_copy *copies;  // by argument
} rt_bound_state;

// Behind the next zero byte.
const uint8_t *rt_behind_zero(const uint8_t *at);

// "name(a: int, b: str) -> int"
const char *rt_bind_text(rt_bound *bound);
// "name"
mp_obj_t rt_bind_name(const mp_fun_table_t *fun, rt_bound *bound);
// Raises TypeError: the i-th argument is of a wrong type.
RT_NORETURN void rt_bind_refuse(rt_bound_state *state, size_t i);
// Brings arguments into the order of the parameters; 0: they do not fit.
int rt_bind_order(rt_bound_state *state, size_t n_params, mp_obj_t *ordered,
                  size_t n_args, size_t n_kw);

#endif  // WASM2MPY_RUNTIME_RT_BIND_H_
