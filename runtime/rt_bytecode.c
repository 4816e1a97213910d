// Functions in MicroPython's bytecode, which are data of the module. Their
// names are in its qstr table.
#include "rt_internal.h"

mp_obj_t rt_bytecode(const mp_fun_table_t *fun,
                     const mp_module_context_t *context, const uint8_t *code) {
  RT_OPAQUE(code);  // else the whole would be a constant, with an address
  mp_raw_code_t raw;
  raw.indicator[0] = raw.indicator[1] = 0;
  raw.kind = MP_CODE_BYTECODE;
  raw.is_generator = 0;
  raw.fun_data = code;
  raw.children = 0;
  return fun->make_function_from_proto_fun(&raw, context, 0);
}
