// Bound functions: exports that take and give Python values as a signature
// says (--bind). A buffer or a string goes through a copy in linear memory,
// which comes from the module's own allocator, or from the stack that its
// compiler keeps there, and is given back after the call.
//
// All functions share this one interpreter; what a function adds is its
// signature (rt_bindings in rt.h). Everything about copies hangs on
// rt_bind_config, a constant, and folds away where only numbers are bound.
#include "rt_bind.h"

#define RT_GIVES(code) ((rt_bind_config.results & RT_BIND_##code) != 0)
#define RT_COPIES RT_BINDS(BUFFER)
// Whether something has to be put back or given back after a call, or told.
#define RT_CLEANS_UP \
  (RT_COPIES || rt_config.stack_pointer_global || RT_USES(TOLD_CALLS))

// ---------------------------------------------------------- linear memory ---

// Calls the function of the instance with that number in refs.
static void call_own(rt_instance *instance, uint32_t ref, uint64_t *slots) {
  const struct rt_ref_desc *desc = &rt_refs[ref - rt_config.n_func_imports];
  const rt_type *type = rt_follow(&desc->type);
  void (*enter)(void *, void *, uint64_t *) = rt_follow(&type->enter);
  enter(instance, rt_follow(&desc->code), slots);
}

// The bytes [at, at + size); traps if there are none.
static uint8_t *bytes_at(rt_instance *instance, uint32_t at, uint32_t size) {
  rt_memory *memory = rt_items(instance, RT_KIND_MEMORY)[0];
  if (size > memory->size || at > memory->size - size)
    rt_trap_in(instance->module, "out of bounds memory access");
  return rt_memory_bytes(memory, at, size);
}

static uint32_t allocate_on_stack(rt_instance *instance, uint32_t size) {
  uint32_t *stack_pointer = rt_stack_pointer(instance);
  uint32_t low = rt_bind_config.stack_low;
  // The other half is for the function itself.
  uint32_t room = *stack_pointer > low ? (*stack_pointer - low) / 2 : 0;
  if (size > room) return 0;
  return *stack_pointer = (*stack_pointer - size) & ~(uint32_t)15;
}

static void allocate(rt_instance *instance, rt_copy *copy, uint32_t size,
                     uint32_t argument) {
  uint32_t at;
  if (rt_bind_config.allocate) {
    uint64_t slots[4];
    slots[0] = size;
    slots[1] = argument;
    if (rt_bind_config.allocates_by_realloc) {
      slots[0] = slots[1] = 0;
      slots[2] = rt_bind_config.allocate_argument;
      slots[3] = size;
    }
    call_own(instance, rt_bind_config.allocate - 1, slots);
    at = (uint32_t)slots[0];
    if (at && rt_bind_config.pin)
      call_own(instance, rt_bind_config.pin - 1, slots);
  } else {
    at = allocate_on_stack(instance, size);
  }
  if (!at && rt_bind_config.allocate)
    rt_raise(instance->module, MP_QSTR_MemoryError,
             "no memory for an argument: the allocator returned 0");
  if (!at)
    rt_raise(instance->module, MP_QSTR_MemoryError,
             "no memory for an argument: the linear stack has no room");
  copy->at = at;
  copy->size = size;
}

static void release(rt_instance *instance, uint32_t at, uint32_t size) {
  if (!rt_bind_config.release) return;
  uint64_t slots[3];
  slots[0] = at;
  slots[1] = size;
  slots[2] = rt_bind_config.allocate_argument;
  call_own(instance, rt_bind_config.release - 1, slots);
}

// --------------------------------------------------------------- arguments ---

// The class of strings in AssemblyScript.
#define AS_STRING 2

// Looks at an argument that is a buffer or string. 0: it is of a wrong type.
// `unit` becomes the size of its elements.
static int look(rt_module *module, uint32_t code, mp_obj_t object,
                mp_buffer_info_t *info, uint32_t *unit) {
  const mp_fun_table_t *fun = module->fun_table;
  int is_str = fun->obj_get_type(object) == fun->type_str;
  if (is_str != ((code & RT_BIND_STR) != 0) ||
      !fun->get_buffer(object, info,
                       code & RT_BIND_WRITABLE ? MP_BUFFER_RW : MP_BUFFER_READ))
    return 0;
  uint32_t element = code & RT_BIND_ELEMENT;
  if (RT_BINDS(WRITABLE)) {
    char type = (char)info->typecode;
    // Elements that are Python objects or addresses are not for others.
    if (type == 'O' || type == 'P' || type == 'S') return 0;
    *unit = (uint32_t)fun->binary_get_size('@', type, 0);
    int is_float = type == 'f' || type == 'd';
    if (RT_BINDS(ELEMENT) && element &&
        *unit << (is_float ? 2 : 0) != 1u << (element - 1))
      return 0;
  }
  return 1;
}

// Copies an argument to linear memory, or back.
static void move(rt_bound_state *state, size_t i, uint32_t code, int is_back) {
  const mp_fun_table_t *fun = state->module->fun_table;
  mp_buffer_info_t info;
  uint32_t unit;
  // Looks again: the function may have called Python, which may have changed
  // the size of the object.
  if (!look(state->module, code, state->args[i], &info, &unit)) return;
  uint32_t size = state->copies[i].size - 1;
  uint8_t *copy =
      bytes_at(state->bound->func.ctx, state->copies[i].at, size + 1);
  if (info.len < size) size = (uint32_t)info.len;
  if (RT_BINDS(WRITABLE) && is_back) {
    fun->memmove_(info.buf, copy, size);
  } else {
    fun->memmove_(copy, info.buf, size);
    copy[size] = 0;  // a string ends with it, and to others it does no harm
  }
}

// The slots of a buffer or string: address and perhaps length.
static size_t pass_copy(rt_bound_state *state, size_t i, uint32_t code,
                        uint64_t *slots) {
  mp_buffer_info_t info;
  uint32_t unit = 1;
  if (!look(state->module, code, state->args[i], &info, &unit))
    rt_bind_refuse(state, i);
  uint32_t size = (uint32_t)info.len;
  // The function would see the string end at a zero byte inside of it.
  if (RT_BINDS(ENDS_STR) &&
      (code & (RT_BIND_STR | RT_BIND_LENGTH)) == RT_BIND_STR) {
    const char *text = info.buf;
    RT_PLAIN_LOOP
    for (uint32_t at = 0; at < size; at++)
      if (!text[at])
        rt_raise(state->module, MP_QSTR_ValueError, "embedded null character");
  }
  if (RT_BINDS(SOME_UTF16) && RT_BIND_IS_UTF16(code)) {
    rt_instance *instance = state->bound->func.ctx;
    rt_copy *copy = &state->copies[i];
    uint32_t bytes = rt_utf16_of_text(info.buf, size, 0);
    allocate(instance, copy, bytes, AS_STRING);
    rt_utf16_of_text(info.buf, size, bytes_at(instance, copy->at, bytes));
    slots[0] = copy->at;
    return 1;
  }
  allocate(state->bound->func.ctx, &state->copies[i], size + 1,
           rt_bind_config.allocate_argument);
  move(state, i, code, 0);
  slots[0] = state->copies[i].at;
  if (!RT_BINDS(LENGTH) || !(code & RT_BIND_LENGTH)) return 1;
  slots[1] = RT_BINDS(COUNT) && code & RT_BIND_COUNT ? size / unit : size;
  return 2;
}

static int is_not_zero(uint8_t type, const uint64_t *slot) {
  return (RT_USES(I64) && type == RT_I64) ? *slot != 0 : (uint32_t)*slot != 0;
}

static void pass_arguments(rt_bound_state *state) {
  const rt_type *type = state->bound->func.type;
  const uint8_t *codes = state->bound->signature;
  size_t slot = 0;
  for (size_t i = 0; codes[i]; i++) {
    uint32_t code = codes[i];
    if (RT_COPIES && code & RT_BIND_BUFFER) {
      slot += pass_copy(state, i, code, &state->slots[slot]);
      continue;
    }
    uint64_t *value = &state->slots[slot];
    uint8_t value_type = rt_code_at(type, slot);
    if (!rt_from_python(state->module, state->module->fun_table, value_type,
                        rt_concrete(type, slot), state->args[i], value))
      rt_bind_refuse(state, i);
    if (RT_BINDS(BOOL) && code == RT_BIND_BOOL)
      *value = (uint64_t)is_not_zero(value_type, value);
    slot++;
  }
}

// ----------------------------------------------------------------- results ---

// str(bytes, encoding) refuses what is no UTF-8, but does not say of what; the
// encoding can be anything.
static mp_obj_t text_of(rt_bound_state *state, mp_obj_t bytes) {
  const mp_fun_table_t *fun = state->module->fun_table;
  mp_nlr_buf_t buf;
  if (rt_nlr_push(fun, &buf) == 0) {
    mp_obj_t args[2] = {bytes, bytes};
    mp_obj_t text = fun->call_function_n_kw((mp_obj_t)fun->type_str, 2, args);
    fun->nlr_pop();
    return text;
  }
  const mp_obj_type_t *type = fun->obj_get_type(buf.ret_val);
  if (type->name == MP_QSTR_MemoryError) fun->raise(buf.ret_val);
  rt_raise_new(
      fun, (mp_obj_t)type,
      fun->binary_op(MP_BINARY_OP_MODULO,
                     rt_string(fun, "%s() result must be str: it is no UTF-8"),
                     rt_bind_name(fun, state->bound)));
}

static mp_obj_t take_text(rt_bound_state *state, uint32_t code, uint32_t at,
                          uint32_t size) {
  const mp_fun_table_t *fun = state->module->fun_table;
  rt_instance *instance = state->bound->func.ctx;
  uint32_t end = 0;
  if (!(code & RT_BIND_LENGTH)) {
    size = 0;
    while (*bytes_at(instance, at + size, 1)) size++;
    end = 1;
  }
  mp_obj_t result = fun->obj_new_bytes(bytes_at(instance, at, size), size);
  if (RT_GIVES(RELEASE) && code & RT_BIND_RELEASE)
    release(instance, at, size + end);
  if (RT_GIVES(STR) && code & RT_BIND_STR) return text_of(state, result);
  return result;
}

// A string object: the number of its bytes is in front of them.
static mp_obj_t take_utf16(rt_bound_state *state, uint32_t code, uint32_t at) {
  rt_instance *instance = state->bound->func.ctx;
  uint32_t size = rt_load32(bytes_at(instance, at - 4, 4));
  mp_obj_t text = rt_str_of_utf16(state->module->fun_table,
                                  bytes_at(instance, at, size), size);
  if (RT_GIVES(RELEASE) && code & RT_BIND_RELEASE) release(instance, at, size);
  return text;
}

static mp_obj_t take_result(rt_bound_state *state, uint32_t code,
                            uint32_t *slot) {
  const mp_fun_table_t *fun = state->module->fun_table;
  const rt_type *type = state->bound->func.type;
  uint64_t *value = &state->slots[*slot];
  uint8_t value_type = rt_code_at(type, type->n_params + (*slot)++);
  if (RT_GIVES(BUFFER) && code & RT_BIND_BUFFER) {
    uint32_t at = (uint32_t)*value;
    uint32_t size = 0;
    if (RT_GIVES(LENGTH) && code & RT_BIND_LENGTH)
      size = (RT_USES(I64) && value_type == RT_I64)
                 ? (uint32_t)(*value >> 32)
                 : (uint32_t)state->slots[(*slot)++];
    if (RT_GIVES(NULLABLE) && code & RT_BIND_NULLABLE && !at)
      return fun->const_none;
    if (RT_GIVES(SOME_UTF16) && RT_BIND_IS_UTF16(code))
      return take_utf16(state, code, at);
    return take_text(state, code, at, size);
  }
  if (RT_GIVES(BOOL) && code & RT_BIND_BOOL)
    return is_not_zero(value_type, value) ? fun->const_true : fun->const_false;
  // The codes of unsigned integers are the capital letters.
  if (RT_GIVES(UINT) && code & RT_BIND_UINT)
    return fun->binary_get_val_array((char)(value_type & ~0x20), value, 0);
  return rt_to_python(fun, value_type, value);
}

static mp_obj_t take_results(rt_bound_state *state) {
  const mp_fun_table_t *fun = state->module->fun_table;
  const uint8_t *codes = rt_behind_zero(state->bound->signature);
  uint32_t slot = 0;
  if (!codes[0]) return fun->const_none;
  if (!RT_USES(MULTI_VALUE) || !codes[1])
    return take_result(state, codes[0], &slot);
  size_t n = (size_t)(rt_behind_zero(codes) - codes) - 1;
  mp_obj_t *tuple = fun->new_tuple(n, 0);
  // It must hold nothing but objects when the collector comes.
  for (size_t i = 0; i < n; i++) tuple[2 + i] = fun->const_none;
  for (size_t i = 0; i < n; i++)
    tuple[2 + i] = take_result(state, codes[i], &slot);
  return tuple;
}

// ------------------------------------------------------------------- calls ---

static mp_obj_t run(rt_bound_state *state) {
  rt_func *function = &state->bound->func;
  pass_arguments(state);
  void (*enter)(void *, void *, uint64_t *) = rt_follow(&function->type->enter);
  enter(function->ctx, function->code, state->slots);
  if (RT_BINDS(WRITABLE)) {
    const uint8_t *codes = state->bound->signature;
    for (size_t i = 0; codes[i]; i++)
      if (codes[i] & RT_BIND_WRITABLE) move(state, i, codes[i], 1);
  }
  return take_results(state);
}

// Gives all copies back, the last one first.
static void clean_up(rt_bound_state *state, size_t n) {
  if (!RT_COPIES || !rt_bind_config.release) return;
  while (n--) {
    rt_copy copy = state->copies[n];
    if (copy.at) release(state->bound->func.ctx, copy.at, copy.size);
  }
}

static mp_obj_t run_and_clean_up(rt_bound_state *state, size_t n_params) {
  if (!RT_CLEANS_UP) return run(state);
  rt_module *module = state->module;
  const mp_fun_table_t *fun = module->fun_table;
  uint32_t *stack_pointer = 0;
  uint32_t old = 0;
  if (rt_config.stack_pointer_global) {
    stack_pointer = rt_stack_pointer(state->bound->func.ctx);
    old = *stack_pointer;
  }
  mp_nlr_buf_t buf;
  if (rt_nlr_push(fun, &buf) == 0) {
    mp_obj_t result = run(state);
    fun->nlr_pop();
    if (RT_COPIES && !rt_bind_config.allocate) *stack_pointer = old;
    clean_up(state, n_params);
    return result;
  }
  if (stack_pointer) *stack_pointer = old;
  clean_up(state, n_params);
  if (RT_USES(TOLD_CALLS)) {
    mp_obj_t name = rt_bind_name(fun, state->bound);
    rt_trap_passes(module, buf.ret_val, RT_TOLD_EXPORT, 1, &name);
  }
  fun->raise(buf.ret_val);
  __builtin_unreachable();
}

mp_obj_t rt_bound_call(mp_obj_t self, size_t n_args, size_t n_kw,
                       const mp_obj_t *args) {
  rt_bound_state state;
  state.bound = self;
  state.args = args;
  rt_func *function = &state.bound->func;
  rt_module *module = ((rt_instance *)function->ctx)->module;
  state.module = module;
  const rt_type *type = function->type;
  size_t n_params = (size_t)(rt_behind_zero(state.bound->signature) -
                             state.bound->signature) -
                    1;
  size_t n_slots =
      type->n_params > type->n_results ? type->n_params : type->n_results;
  uintptr_t size = (3 * n_slots + 2 * n_params) * sizeof(uint64_t) +
                   2 * sizeof(mp_nlr_buf_t);
  if (RT_USES(STACK_LIMIT) &&
      !rt_stack_is_free(module, (uintptr_t)__builtin_frame_address(0), size))
    rt_stack_enter(module, function, size);

  if ((n_args ^ n_params) | n_kw) {
    mp_obj_t *ordered = __builtin_alloca((n_params | 1) * sizeof(mp_obj_t));
    if (!rt_bind_order(&state, n_params, ordered, n_args, n_kw)) {
      const mp_fun_table_t *fun = module->fun_table;
      mp_obj_t text = rt_string(fun, rt_bind_text(state.bound));
      rt_raise_format(module, MP_QSTR_TypeError,
                      RT_TEXT("arguments must match %s"), 1, &text);
    }
    state.args = ordered;
  }
  state.slots = RT_ALLOCA(n_slots);
  if (RT_COPIES) {
    state.copies = __builtin_alloca((n_params | 1) * sizeof(rt_copy));
    RT_PLAIN_LOOP
    for (size_t i = 0; i < n_params; i++) state.copies[i].at = 0;
  }
  return run_and_clean_up(&state, n_params);
}

void rt_bound_print(const void *print, mp_obj_t self, unsigned kind) {
  (void)kind;
  rt_bound *bound = self;
  ((rt_instance *)bound->func.ctx)
      ->module->fun_table->printf_(print, "%s", rt_bind_text(bound));
}

void rt_bind(rt_instance *instance) {
  rt_module *module = instance->module;
  const mp_fun_table_t *fun = module->fun_table;
  const uint8_t *at = rt_bindings;
  for (uint32_t i = 0; i < rt_bind_config.count; i++) {
    rt_bound *bound = RT_NEW(fun, rt_bound);
    mp_qstr_t name = module->qstrs[rt_number(&at)];
    const struct rt_ref_desc *desc =
        &rt_refs[rt_number(&at) - rt_config.n_func_imports];
    RT_OPAQUE(desc);
    bound->func.base.type = rt_type_of(module, RT_KIND_BOUND);
    bound->func.code = rt_follow(&desc->code);
    bound->func.ctx = instance;
    bound->func.type = rt_follow(&desc->type);
    bound->signature = at;
    at = rt_behind_zero(rt_behind_zero(rt_behind_zero(at)));
    fun->store_attr(instance, name, bound);
  }
}
