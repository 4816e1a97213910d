// Exceptions of WebAssembly, and what they are to Python.
//
// In a module an exception is an rt_exception, which generated code hands on by
// a note in the instance. Outside of it, it is a Python exception: an object of
// the module's class Exception, with the tag as `tag` and the values as `args`.
// Which of the two it is in between does not matter: each remembers or finds
// the other.
#include "rt_internal.h"

static rt_exception **noted(rt_instance *instance) {
  return (rt_exception **)((char *)instance + rt_config.exception);
}

static mp_obj_t *class_of(rt_module *module) {
  return &rt_builtins(module)[RT_EXCEPTION_SLOT];
}

// class Exception(Exception): pass
void rt_make_exception_class(rt_module *module) {
  mp_obj_t class = rt_make_class(module->fun_table, MP_QSTR_Exception,
                                 rt_builtin_of(module, MP_QSTR_Exception));
  *class_of(module) = class;
  module->fun_table->store_global(MP_QSTR_Exception, class);
}

static size_t exception_words(const rt_type *type) {
  return RT_WORDS(sizeof(rt_exception) +
                  rt_most_slots(type->n_params) * sizeof(rt_slot));
}

rt_exception *rt_new_exception(rt_instance *instance, rt_tag *tag) {
  rt_exception *exception =
      rt_new_block(instance->module->fun_table, exception_words(tag->type));
  exception->tag = tag;
  return exception;
}

// Exception(*args), with the tag.
static mp_obj_t new_object(rt_module *module, rt_tag *tag,
                           const mp_obj_t *args) {
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t object =
      fun->call_function_n_kw(*class_of(module), tag->type->n_params, args);
  fun->store_attr(object, RT_QSTR(module, tag), tag);
  return object;
}

static mp_obj_t object_of(rt_module *module, rt_exception *exception) {
  if (exception->object) return exception->object;
  const mp_fun_table_t *fun = module->fun_table;
  rt_tag *tag = exception->tag;
  size_t n = tag->type->n_params;
  mp_obj_t *args = __builtin_alloca((n | 1) * sizeof(mp_obj_t));
  for (size_t i = 0; i < n; i++)
    args[i] = rt_to_python(fun, rt_code_at(tag->type, i),
                           &exception->slots[rt_slot_at(tag->type->text, i)]);
  return exception->object = new_object(module, tag, args);
}

void rt_raise_exception(rt_instance *instance, rt_exception *exception) {
  const mp_fun_table_t *fun = instance->module->fun_table;
  *noted(instance) = 0;
  fun->raise(object_of(instance->module, exception));
  // It is no exception: something has replaced the class's `__new__`.
  fun->raise(mp_small_int(0));
  __builtin_unreachable();
}

// Whether handlers may see it: they do not see what ends programs
// (KeyboardInterrupt, SystemExit), nor a trap of any module.
static int can_be_caught(rt_module *module, mp_obj_t object) {
  const mp_fun_table_t *fun = module->fun_table;
  return fun->binary_op(MP_BINARY_OP_EXCEPTION_MATCH, object,
                        rt_builtin_of(module, MP_QSTR_Exception)) ==
             fun->const_true &&
         !rt_is_trap(module, object);
}

// Whether the instance has the tag: only then it knows the types of its values.
static int has_tag(rt_instance *instance, rt_tag *tag) {
  void **tags = rt_items(instance, RT_KIND_TAG);
  RT_PLAIN_LOOP
  for (uint32_t i = 0; i < rt_config.n_tags; i++)
    if (tags[i] == tag) return 1;
  return 0;
}

// What a Python exception is to WebAssembly. With a tag of others only
// catch_all takes it.
static rt_exception *exception_of(rt_instance *instance, mp_obj_t object) {
  rt_module *module = instance->module;
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t found[2];
  fun->load_method_maybe(object, RT_QSTR(module, tag), found);
  rt_tag *tag = found[0] ? rt_as(module, found[0], RT_KIND_TAG) : 0;
  rt_exception *exception;
  if (tag && has_tag(instance, tag)) {
    exception = rt_new_exception(instance, tag);
    size_t n = tag->type->n_params;
    mp_obj_t *args = __builtin_alloca((n | 1) * sizeof(mp_obj_t));
    // In reverse order.
    fun->unpack_sequence(fun->load_attr(object, MP_QSTR_args), n, args);
    for (size_t i = 0; i < n; i++)
      rt_from_python_or_raise(
          module, rt_code_at(tag->type, i), rt_concrete(tag->type, i),
          args[n - 1 - i], &exception->slots[rt_slot_at(tag->type->text, i)]);
  } else {
    exception = rt_new_block(fun, RT_WORDS(sizeof(rt_exception)));
  }
  exception->object = object;
  return exception;
}

void rt_guarded_call(rt_instance *instance, rt_func *function, rt_slot *slots) {
  rt_module *module = instance->module;
  const mp_fun_table_t *fun = module->fun_table;
  // For the buffer, and for what a Python exception becomes where the stack is
  // nearly used up. The function can be one that an exception brought along.
  if (RT_USES(STACK_LIMIT)) {
    if (!rt_stack_is_free(module, (uintptr_t)__builtin_frame_address(0),
                          RT_STACK_FOR_PYTHON))
      rt_stack_check_for(module, RT_STACK_FOR_PYTHON);
    rt_stack_take(module, function);
  }
  mp_nlr_buf_t buf;
  if (rt_nlr_push(fun, &buf) == 0) {
    void (*invoke)(rt_func *, rt_slot *) = (void (*)(
        rt_func *, rt_slot *))((const rt_py_type *)function->base.type)
                                               ->slots[RT_SLOT_INVOKE];
    if (!invoke) {
      void (*enter)(void *, void *, rt_slot *) =
          rt_follow(&function->type->enter);
      enter(function->ctx, function->code, slots);
    } else {
      invoke(function, slots);
    }
    fun->nlr_pop();
    return;
  }
  if (!can_be_caught(module, buf.ret_val)) fun->raise(buf.ret_val);
  *noted(instance) = exception_of(instance, buf.ret_val);
}

// -------------------------------------------------------------------- tags ---

rt_tag *rt_new_tag(rt_module *module, const uint8_t **at) {
  rt_tag *tag = RT_NEW(module->fun_table, rt_tag);
  tag->base.type = rt_type_of(module, RT_KIND_TAG);
  tag->type = rt_follow(&rt_types[rt_number(at)]);
  tag->module = module;
  return tag;
}

// tag(*values): an exception to raise.
mp_obj_t rt_tag_call(mp_obj_t self, size_t n_args, size_t n_kw,
                     const mp_obj_t *args) {
  rt_tag *tag = self;
  rt_module *module = tag->module;
  const mp_fun_table_t *fun = module->fun_table;
  size_t n = tag->type->n_params;
  fun->arg_check_num_sig(n_args, n_kw, MP_FUN_SIG(n, n, 0));
  mp_obj_t *values = __builtin_alloca((n | 1) * sizeof(mp_obj_t));
  for (size_t i = 0; i < n; i++) {
    uint8_t code = rt_code_at(tag->type, i);
    rt_slot slot, wide[RT_VALUE_SLOTS];
    rt_slot *slots = rt_most_slots(1) > 1 ? wide : &slot;
    rt_from_python_or_raise(module, code, rt_concrete(tag->type, i), args[i],
                            slots);
    values[i] = rt_to_python(fun, code, slots);
  }
  return new_object(module, tag, values);
}
