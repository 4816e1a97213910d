// Polls of modules that were compiled with --interruptible.
//
// The function table has nothing that looks for what is pending: Ctrl-C, calls
// that were scheduled, the watchdog of a port, other threads that wait for the
// interpreter. MicroPython's virtual machine does, with every jump. So a poll
// is a call of a function in bytecode that does nothing but jump, which works
// alike on all ports and does just what a loop in Python does.
// `time.sleep_ms(0)` does so on most boards only, and not on the unix port.
#include "rt_internal.h"

// To the next instruction.
#define JUMP 0x42, 0x40
#define FOUR_JUMPS JUMP, JUMP, JUMP, JUMP
#define SIXTEEN_JUMPS FOUR_JUMPS, FOUR_JUMPS, FOUR_JUMPS, FOUR_JUMPS

// Other threads get their turn with every 32nd jump of a call, and the watchdog
// of the ESP8266 with every tenth.
static const uint8_t kJumps[] = {
    0x00,           // room for one value, no arguments
    0x02,           // of what follows one byte is about the function:
    RT_QSTR_WASM,   // its name
    SIXTEEN_JUMPS,  //
    SIXTEEN_JUMPS,  //
    0x51,           // None
    0x63,           // return
};

// Behind the classes of rt_module.
static mp_obj_t *jumps_of(rt_module *module) {
  return rt_builtins(module) + RT_JUMPS_SLOT;
}

void rt_poll_init(rt_module *module, const mp_module_context_t *context) {
  *jumps_of(module) = rt_bytecode(module->fun_table, context, kJumps);
}

__attribute__((noinline)) static void poll(rt_instance *instance) {
  rt_module *module = instance->module;
  const mp_fun_table_t *fun = module->fun_table;
  // Deep in the stack there are none: that is no reason to trap.
  if (RT_USES(STACK_LIMIT) && !rt_stack_has_room(module, RT_STACK_FOR_PYTHON))
    return;
  mp_nlr_buf_t buf;
  if (rt_nlr_push(fun, &buf) == 0) {
    fun->call_function_n_kw(*jumps_of(module), 0, 0);
    fun->nlr_pop();
    return;
  }
  // MicroPython's own limit may be nearer than the end of the stack. Nothing
  // else that is pending is a RuntimeError.
  if (fun->obj_get_type(buf.ret_val) !=
      rt_builtin_of(module, MP_QSTR_RuntimeError))
    fun->raise(buf.ret_val);
}

// Apart from what has a frame.
__attribute__((noinline)) void rt_poll(rt_instance *instance) {
  int32_t *work = (int32_t *)((char *)instance + rt_config.poll_work);
  int32_t left = *work - RT_POLL_SLICE;
  *work = left < 0 ? RT_POLL_WORK : left;
  if (left < 0) poll(instance);
}
