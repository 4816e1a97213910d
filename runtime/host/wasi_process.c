// Arguments, environment, the end of a program, and `main`, which runs one.
#include "wasi.h"

// ------------------------------------------------- arguments, environment ---

// What a list of str becomes in memory: pointers at `table`, and the texts,
// each with a 0 behind, at `to`. Returns the size of the texts. Without a
// `table` there is only the size.
static uint32_t put_strings(rt_instance *instance, mp_obj_t list,
                            uint32_t count, uint32_t table, uint32_t to) {
  const mp_fun_table_t *fun = rt_fun(instance);
  uint32_t start = to;
  for (uint32_t i = 0; i < count; i++) {
    mp_buffer_info_t text = rt_buffer(
        instance,
        fun->obj_subscr(list, mp_small_int((intptr_t)i), MP_OBJ_SENTINEL));
    uint32_t size = (uint32_t)text.len;
    if (table) {
      rt_wasi_put32(instance, table + 4 * i, to);
      uint8_t *place = rt_wasi_span(instance, to, size + 1);
      fun->memmove_(place, text.buf, size);
      place[size] = 0;
    }
    to += size + 1;
  }
  return to - start;
}

static uint32_t count_of(rt_instance *instance, mp_obj_t list) {
  const mp_fun_table_t *fun = rt_fun(instance);
  return list ? (uint32_t)mp_small_int_value(
                    fun->unary_op(MP_UNARY_OP_LEN, list))
              : 0;
}

static void get_strings(rt_instance *instance, uint64_t *slots, mp_obj_t list) {
  put_strings(instance, list, count_of(instance, list), (uint32_t)slots[0],
              (uint32_t)slots[1]);
}

static void get_sizes(rt_instance *instance, uint64_t *slots, mp_obj_t list) {
  uint32_t count = count_of(instance, list);
  rt_wasi_put32(instance, (uint32_t)slots[0], count);
  rt_wasi_put32(instance, (uint32_t)slots[1],
                put_strings(instance, list, count, 0, 0));
}

RT_WASI_FUNCTION(args_get) {
  get_strings(instance, slots, rt_state(instance)->args);
}

RT_WASI_FUNCTION(args_sizes_get) {
  get_sizes(instance, slots, rt_state(instance)->args);
}

RT_WASI_FUNCTION(environ_get) {
  get_strings(instance, slots, rt_state(instance)->environ);
}

RT_WASI_FUNCTION(environ_sizes_get) {
  get_sizes(instance, slots, rt_state(instance)->environ);
}

// --------------------------------------------------------------- the end ---

static void leave(rt_instance *instance, uint32_t status) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t code = fun->native_to_obj(status, MP_NATIVE_TYPE_UINT);
  rt_raise_new(fun, rt_builtin(fun, MP_QSTR_SystemExit), code);
}

void rt_wasi_proc_exit(rt_instance *instance, uint64_t *slots) {
  leave(instance, (uint32_t)slots[0]);
}

// There are no signals; this is what a shell makes of a program that ends by
// one.
void rt_wasi_proc_raise(rt_instance *instance, uint64_t *slots) {
  leave(instance, 128 + (uint32_t)slots[0]);
}

// ------------------------------------------------------------------ main ---

static void start(rt_instance *instance, uint64_t *slots) {
  (void)slots;
  rt_call_named(rt_fun(instance), instance, "_start", 0, 0);
}

// A list of "name=value". What is no str cannot be added to one.
static mp_obj_t environ_list(const mp_fun_table_t *fun, mp_obj_t env) {
  mp_obj_t list = rt_call_qstr(fun, env, MP_QSTR_items, 0, 0);
  list = fun->call_function_n_kw((mp_obj_t)fun->type_list, 1, &list);
  intptr_t n = mp_small_int_value(fun->unary_op(MP_UNARY_OP_LEN, list));
  for (intptr_t i = 0; i < n; i++) {
    mp_obj_t pair[2];  // the last item is the first
    fun->unpack_sequence(
        fun->obj_subscr(list, mp_small_int(i), MP_OBJ_SENTINEL), 2, pair);
    mp_obj_t text =
        fun->binary_op(MP_BINARY_OP_ADD, pair[1], rt_string(fun, "="));
    fun->obj_subscr(list, mp_small_int(i),
                    fun->binary_op(MP_BINARY_OP_ADD, text, pair[0]));
  }
  return list;
}

// main(*args, env={}, dirs={"/": current folder}, imports=None): a new
// instance, so that each run finds fresh memory. The closure that Python sees
// puts the module before the arguments.
static mp_obj_t run_main(size_t n_args, const mp_obj_t *args,
                         const mp_map_t *keywords) {
  rt_module *module = args[0];
  const mp_fun_table_t *fun = module->fun_table;
  rt_host_state *state = RT_NEW(fun, rt_host_state);
  state->args = fun->new_tuple(n_args - 1, args + 1);
  // Raises TypeError if one is no str.
  rt_call_qstr(fun, rt_qstr(fun, MP_QSTR_), MP_QSTR_join, 1, &state->args);
  mp_obj_t imports = MP_OBJ_NULL;
  rt_slot fuel;
  rt_slot *given_fuel = 0;
  for (size_t i = 0; i < MP_MAP_USED(keywords); i++) {
    mp_obj_t key = keywords->table[i].key;
    mp_obj_t value = keywords->table[i].value;
    mp_buffer_info_t name;
    if (!fun->get_buffer(key, &name, 1)) name.len = 0;  // main(**{1: 2})
#define IS(word)                   \
  (name.len == sizeof(word) - 1 && \
   rt_equal_bytes(name.buf, word, sizeof(word) - 1))
    if (IS("env")) {
      if (value != fun->const_none) state->environ = environ_list(fun, value);
    } else if (IS("dirs")) {
      if (value != fun->const_none) state->folders = value;
    } else if (IS("imports")) {
      if (value != fun->const_none) imports = value;
    } else if (RT_USES(FUEL) && IS("fuel")) {
      rt_from_python_or_raise(module, RT_I64, 0, value, &fuel);
      given_fuel = &fuel;
    } else {
      rt_raise_format(module, MP_QSTR_TypeError,
                      RT_TEXT("main() got an unexpected keyword argument '%s'"),
                      1, &key);
    }
#undef IS
  }
  rt_instance *instance =
      rt_make_instance(module, imports, fun->new_dict(1), state, given_fuel);
  mp_obj_t exception = rt_try(start, instance, 0);
  while (state->files) rt_wasi_close(instance, state->files);
  if (exception) fun->raise(exception);
  return fun->const_none;
}

void rt_store_main(rt_module *module) {
  const mp_fun_table_t *fun = module->fun_table;
  mp_obj_t function =
      rt_method(fun, (void *)run_main, MP_FUN_SIG(1, 0xffff, 1));
  mp_obj_t closed = module;
  fun->store_global(MP_QSTR_main, fun->new_closure(function, 1, &closed));
}
