// The limit of the native stack.
//
// MicroPython gives native modules no way to ask for it, but
// micropython.stack_use() tells how much of the current thread's stack is in
// use, hence where it begins. Boards have at least rt_config.stack_size bytes
// of it. Generated code compares the stack pointer with a fixed address; only
// when it is lower do we look closer, because another thread may have its
// stack there. Threads tend to have smaller stacks than the main task and
// nothing tells their size, so they may use three quarters of stack_size. A
// thread whose stack lies above the limit is not checked.
//
// A function with a large frame does so before it makes the frame, and asks
// for that many bytes more.
#include "rt_internal.h"

// What importing takes of the stack when stack_use() is missing (small
// boards): an estimate that is high, so that the limit is too early.
#define RT_IMPORT_STACK_USE 1536

static uintptr_t stack_in_use(rt_module *module) {
  if (!module->stack_use) return RT_IMPORT_STACK_USE;
  mp_obj_t used =
      module->fun_table->call_function_n_kw(module->stack_use, 0, 0);
  return (uintptr_t)mp_small_int_value(used);
}

void rt_stack_init(rt_module *module) {
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t from =
      fun->import_name(MP_QSTR_micropython, fun->const_none, mp_small_int(0));
  mp_obj_t method[2];
  fun->load_method_maybe(from, RT_QSTR(module, stack_use), method);
  module->stack_use = method[0];
  module->stack_limit = (uintptr_t)__builtin_frame_address(0) +
                        stack_in_use(module) - rt_config.stack_size +
                        rt_config.stack_reserve;
}

void rt_stack_check_for(rt_module *module, uintptr_t ahead) {
  // On the main stack this is false whenever we get here.
  uintptr_t allowed = rt_config.stack_size / 4 * 3;
  if (module->stack_use &&
      stack_in_use(module) + ahead + rt_config.stack_reserve < allowed)
    return;
  rt_trap_in(module, "call stack exhausted");
}

void rt_stack_check(rt_instance *instance) {
  rt_stack_check_for(instance->module, 0);
}

void rt_stack_check_ahead(rt_instance *instance, uintptr_t size) {
  rt_stack_check_for(instance->module, size);
}
