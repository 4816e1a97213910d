// The limit of the native stack.
//
// MicroPython gives native modules no way to ask for it, but
// micropython.stack_use() tells how much of the current thread's stack is in
// use, hence where it begins. The main task has at least rt_config.stack_size
// bytes of it. Another thread has less or more, and MicroPython keeps the size
// where we find it (thread_size).
//
// Generated code compares the stack pointer with one address, the limit of the
// main task. Only when it is lower do we look closer, because another thread
// may have its stack there. A thread whose stack lies higher is noticed when
// Python calls in it. From then on the instance has a limit that no stack is
// above, so that all checks look closer; so have all instances of a module that
// was not imported by the main task.
//
// Such a thread can go on to instances of other modules without Python: through
// imports, tables, globals and other references to functions. A function that
// calls one of these checks before, looks closer, and makes the instances that
// it can reach so do the same (follow). They do so in turn, when they are
// there. What is not in an instance's imports, tables or shared globals by then
// came from Python (rt_stack_take) or is in a global that nobody else sees
// (rt_stack_share).
//
// A function with a large frame does so before it makes the frame, and asks
// for that many bytes more.
#include "rt_internal.h"

// What importing takes of the stack when stack_use() is missing (small
// boards): an estimate that is high, so that the limit is too early.
#define RT_IMPORT_STACK_USE 1536

#define kNowhere UINTPTR_MAX

static __attribute__((noinline)) uintptr_t stack_in_use(rt_module *module) {
  if (!module->stack_use) return RT_IMPORT_STACK_USE;
  mp_obj_t used =
      module->fun_table->call_function_n_kw(module->stack_use, 0, 0);
  return (uintptr_t)mp_small_int_value(used);
}

// How large the stack of the current thread is by MicroPython's own limit; 0:
// this is the main task.
//
// MicroPython has the state of a thread (mp_state_thread_t) in the frame of
// the thread's first function, beside the first nlr_buf of the thread
// [thread_entry in py/modthread.c]. Its first word is the address behind it,
// which is taken for the beginning of the stack [mp_thread_init_state in
// py/runtime.h], the second is the limit, the sixth the last nlr_buf. The state
// of the main task is static; what stands there beside the first nlr_buf are
// frames of functions. Only what is surely stack is looked at, because on some
// boards there is no memory above it.
static __attribute__((noinline)) uintptr_t thread_size(rt_module *module) {
  enum { kTop, kSize, kLastNlr = 5, kMostWords = 20 };
  enum { kAbove = 13, kBelow = 80 };
  mp_nlr_buf_t buf;
  rt_nlr_push(module->fun_table, &buf);
  module->fun_table->nlr_pop();
  // The first one of a thread is linked to whatever stood there. If that is an
  // address a little above, we begin to look there.
  uintptr_t reach = (uintptr_t)&buf + stack_in_use(module);
  const mp_nlr_buf_t *first = &buf;
  do {
    first = first->prev;
  } while ((uintptr_t)first->prev > (uintptr_t)first &&
           (uintptr_t)first->prev < reach);
  const uintptr_t *at = (const uintptr_t *)first + kAbove;
  RT_PLAIN_LOOP
  for (int i = 0; i < kAbove + kBelow; i++) {
    at--;
    if (at[kLastNlr] == (uintptr_t)buf.prev &&
        at[kTop] - (uintptr_t)at <= kMostWords * sizeof(*at))
      return at[kSize];
  }
  return 0;
}

void rt_stack_init(rt_module *module) {
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t from =
      fun->import_name(MP_QSTR_micropython, fun->const_none, mp_small_int(0));
  mp_obj_t method[2];
  fun->load_method_maybe(from, RT_QSTR(module, stack_use), method);
  module->stack_use = method[0];
  // A variable lies below where look_closer() reckons from, by a frame or two.
  module->stack_limit = (uintptr_t)__builtin_frame_address(0) +
                        stack_in_use(module) - RT_STACK_SPAN;
  if (thread_size(module)) module->stack_limit = kNowhere;
}

// The instance whose code a call of the function runs; null: Python's, or the
// runtime's.
static rt_instance *instance_of(rt_module *module, rt_func *function) {
  while (function->ctx == function) {
    rt_import_func *import = (rt_import_func *)function;
    function = import->callable;
    // Of a function of runtime/host it is the importing instance.
    if (!import->invoke || function->base.type == module->module_type) return 0;
  }
  return function->ctx;
}

// In a thread that is not the main task: has the instance look closer, if this
// stack is above its limit.
static void reach(rt_module *module, rt_func *function) {
  rt_instance *instance = function ? instance_of(module, function) : 0;
  if (instance &&
      (uintptr_t)__builtin_frame_address(0) >= instance->stack_limit)
    instance->stack_limit = kNowhere;
}

// The same for all that the instance can call.
static void follow(rt_instance *instance) {
  rt_module *module = instance->module;
  void **items = rt_items(instance, RT_KIND_FUNC);
  for (uint32_t i = 0; i < rt_config.n_func_imports; i++)
    reach(module, items[i]);
  if (!RT_USES(FUNCREF)) return;
  items = rt_items(instance, RT_KIND_TABLE);
  for (uint32_t i = 0; i < rt_config.n_tables; i++) {
    rt_table *table = items[i];
    if (!table || !rt_refers_to_functions(table->code, table->type)) continue;
    for (uintptr_t at = 0; at < table->size; at++)
      reach(module, table->elements[at]);
  }
  items = rt_items(instance, RT_KIND_GLOBAL);
  for (uint32_t i = 0; i < rt_config.n_cells; i++) {
    rt_global *global = items[i];
    if (global && rt_refers_to_functions(global->code, global->type))
      reach(module, (rt_func *)(uintptr_t)global->value);
  }
}

// What binds any callable calls none directly.
#define RT_FOLLOWS \
  ((rt_config.n_func_imports && !rt_config.binds_callables) || RT_USES(FUNCREF))

// `size`: of the stack of this thread, 0 for the main task.
static inline __attribute__((always_inline)) int has_room(rt_module *module,
                                                          uintptr_t size,
                                                          uintptr_t ahead) {
  // Ports subtract a margin from it, but after the thread was started, so that
  // it may be missing. The unix port's is 8 KB: there paths take 4 KB of the
  // stack, and 5 KB at its beginning are the operating system's.
  size -= size / (size > 8192 ? 4 : 8);
  if (!size) size = rt_config.stack_size;
  return stack_in_use(module) + ahead + rt_config.stack_reserve < size;
}

// `instance`: which is about to run, or null.
static void look_closer(rt_module *module, rt_instance *instance,
                        uintptr_t ahead) {
  // Without stack_use() there are no threads.
  if (module->stack_use) {
    uintptr_t size = thread_size(module);
    if (RT_FOLLOWS && instance && size) follow(instance);
    if (has_room(module, size, ahead)) return;
  }
  rt_trap_in(module, "call stack exhausted");
}

void rt_stack_check_for(rt_module *module, uintptr_t ahead) {
  look_closer(module, 0, ahead);
}

int rt_stack_has_room(rt_module *module, uintptr_t ahead) {
  uintptr_t here = (uintptr_t)__builtin_frame_address(0);
  return rt_stack_is_free(module, here, ahead) ||
         (module->stack_use && has_room(module, thread_size(module), ahead));
}

void rt_stack_enter(rt_module *module, rt_func *function, uintptr_t ahead) {
  int is_import = rt_is_import(function);
  look_closer(module, is_import ? 0 : function->ctx, ahead);
  if ((uintptr_t)__builtin_frame_address(0) >= module->stack_limit &&
      !is_import)
    ((rt_instance *)function->ctx)->stack_limit = kNowhere;
}

void rt_stack_start(rt_instance *instance) {
  rt_module *module = instance->module;
  uintptr_t here = (uintptr_t)__builtin_frame_address(0);
  if (!RT_USES(STACK_LIMIT) || rt_stack_is_free(module, here, 0)) return;
  look_closer(module, instance, 0);
  if (here >= module->stack_limit) instance->stack_limit = kNowhere;
}

void rt_stack_take(rt_module *module, rt_func *function) {
  if (!rt_stack_is_free(module, (uintptr_t)__builtin_frame_address(0), 0) &&
      module->stack_use && thread_size(module))
    reach(module, function);
}

void rt_stack_share(rt_instance *instance, rt_func *function) {
  if (!RT_USES(STACK_LIMIT) || !function) return;
  rt_instance *other = instance_of(instance->module, function);
  if (other && other != instance) other->stack_limit = kNowhere;
}

void rt_stack_check(rt_instance *instance) {
  look_closer(instance->module, instance, 0);
}

void rt_stack_check_ahead(rt_instance *instance, uintptr_t size) {
  look_closer(instance->module, instance, size);
}
