// MicroPython's native ABI 6.3 (MicroPython 1.23 and later), as far as the
// runtime needs it: what a dynamic native module sees of the firmware.
// Written for this project from the published sources; where a fact comes
// from is named in brackets. README.md lists what else is relied upon.
//
// Nothing here depends on how the firmware was configured, with these limits:
// - object representation A or C (small integers have bit 0 set); B and D
//   load no dynamic native modules in practice [py/dynruntime.h assumes A];
// - MP_OBJ_SENTINEL is 4; only builds with MICROPY_DEBUG_MP_OBJ_SENTINELS
//   have 8. We pass 4 and, where we are given one, accept both.
#ifndef WASM2MPY_RUNTIME_MICROPYTHON_H_
#define WASM2MPY_RUNTIME_MICROPYTHON_H_

#include <stddef.h>
#include <stdint.h>

// Any object: a pointer to something that starts with mp_obj_base_t, a small
// integer (bit 0), or an immediate (qstr, None, with C a float).
typedef void *mp_obj_t;
typedef uintptr_t mp_qstr_t;  // `qstr` in arguments; 16 bits in tables

#define MP_OBJ_NULL ((mp_obj_t)0)
#define MP_OBJ_SENTINEL ((mp_obj_t)4)

static inline int mp_is_small_int(mp_obj_t object) {
  return ((uintptr_t)object & 1) != 0;
}
static inline intptr_t mp_small_int_value(mp_obj_t object) {
  return (intptr_t)object >> 1;
}
static inline mp_obj_t mp_small_int(intptr_t value) {
  return (mp_obj_t)((uintptr_t)value << 1 | 1);
}

// ---------------------------------------------------------------- types ---

typedef struct mp_obj_type mp_obj_type_t;
typedef struct mp_obj_base {
  const mp_obj_type_t *type;
} mp_obj_base_t;

// Since 1.20 a type has only those slots that it uses: slot_index_* is 0 or
// the position in `slots` counted from 1 [py/obj.h].
struct mp_obj_type {
  mp_obj_base_t base;
  uint16_t flags;
  uint16_t name;  // qstr
  uint8_t slot_index_make_new;
  uint8_t slot_index_print;
  uint8_t slot_index_call;
  uint8_t slot_index_unary_op;
  uint8_t slot_index_binary_op;
  uint8_t slot_index_attr;
  uint8_t slot_index_subscr;
  uint8_t slot_index_iter;
  uint8_t slot_index_buffer;
  uint8_t slot_index_protocol;
  uint8_t slot_index_parent;
  uint8_t slot_index_locals_dict;
  // const void *slots[] follow; rt_py_type declares ours.
};

// A class that was made by a `class` statement or by type().
#define MP_TYPE_FLAG_INSTANCE_TYPE 0x0200

// Signatures of the slots that we fill.
//   call:     mp_obj_t (self, n_args, n_kw, args)
//   unary_op: mp_obj_t (op, self); MP_OBJ_NULL: not supported
//   attr:     void (self, attr, dest); dest[0] is MP_OBJ_NULL to load: set
//             dest[0], and dest[1] to self for a method; else store dest[1]
//             (delete when that is null): clear dest[0] to say it worked
//   subscr:   mp_obj_t (self, index, value); value MP_OBJ_SENTINEL: load,
//             MP_OBJ_NULL: delete
//   print:    void (print, self, kind)
//   buffer:   intptr_t (self, info, flags); 0: done

// Numbers of operators [py/runtime0.h]. Those of binary operators up to
// MODULO are part of the bytecode and so cannot change within 6.x.
#define MP_UNARY_OP_LEN 5
#define MP_BINARY_OP_LESS 0
#define MP_BINARY_OP_EQUAL 2
#define MP_BINARY_OP_EXCEPTION_MATCH 8
#define MP_BINARY_OP_RSHIFT 26
#define MP_BINARY_OP_ADD 27
#define MP_BINARY_OP_SUBTRACT 28
#define MP_BINARY_OP_MULTIPLY 29
#define MP_BINARY_OP_FLOOR_DIVIDE 31
#define MP_BINARY_OP_MODULO 33

// Flags of get_buffer.
#define MP_BUFFER_READ 1
#define MP_BUFFER_RW 3
typedef struct mp_buffer_info {
  void *buf;
  size_t len;
  int typecode;
} mp_buffer_info_t;

// Types of native_from_obj and native_to_obj [py/runtime0.h].
#define MP_NATIVE_TYPE_BOOL 1
#define MP_NATIVE_TYPE_INT 2
#define MP_NATIVE_TYPE_UINT 3
#define MP_NATIVE_TYPE_QSTR 8

// ------------------------------------------------------ objects we touch ---

typedef struct mp_obj_module {
  mp_obj_base_t base;
  mp_obj_t globals;  // a dict
} mp_obj_module_t;

// What a function object of a .mpy points to [py/bc.h].
typedef struct mp_module_context {
  mp_obj_module_t module;
  struct {
    const uint16_t *qstr_table;
    mp_obj_t *obj_table;
  } constants;
} mp_module_context_t;

// The function object that MicroPython calls to run the module; its own
// argument `self` [py/objfun.h].
typedef struct mp_obj_fun_native {
  mp_obj_base_t base;
  mp_module_context_t *context;
} mp_obj_fun_native_t;

// A built-in function with a variable number of arguments: fun(n_args, args).
typedef struct mp_obj_fun_builtin_var {
  mp_obj_base_t base;
  uint32_t sig;
  void *fun;
} mp_obj_fun_builtin_var_t;

// For mp_obj_fun_builtin_var_t.sig and arg_check_num_sig.
#define MP_FUN_SIG(min, max, takes_kw) \
  ((uint32_t)(min) << 17 | (uint32_t)(max) << 1 | (takes_kw))

// The keyword arguments of a function that takes any [py/obj.h]. The keys are
// str.
typedef struct mp_map {
  size_t used;  // from bit 3 on
  size_t alloc;
  struct {
    mp_obj_t key;
    mp_obj_t value;
  } *table;
} mp_map_t;
#define MP_MAP_USED(map) ((map)->used >> 3)

// What make_function_from_proto_fun makes a function of; only these fields are
// read [py/emitglue.h]. It is not kept.
#define MP_CODE_BYTECODE 2
typedef struct mp_raw_code {
  uint8_t indicator[2];  // 0: it is one
  uint8_t kind;
  uint8_t is_generator;
  const void *fun_data;
  void *children;
} mp_raw_code_t;

// ------------------------------------------------------------ exceptions ---

// The words of nlr_buf_t (py/nlr.h): prev, ret_val, the registers that nlr_push
// saves, and with MICROPY_ENABLE_PYSTACK one more. The number of registers
// depends on the firmware: on ARM on whether it has hard float (10 + 6), and a
// port with MICROPY_NLR_SETJMP (all of ESP32) has libc's jmp_buf there. A
// buffer that is too large costs stack, one that is too small corrupts it; so
// this is the largest that loads the architecture, rounded up:
//   x86        2 +  6 + 1
//   x64        2 +  8 + 1
//   ARM        2 + 16 + 1
//   xtensa     2 + 10 + 1
//   xtensawin  2 + 17 + 1 (newlib's windowed jmp_buf is 17, too)
//   rv32imc    2 + 14 + 1; but on ESP32-C3 and C6 newlib's jmp_buf is 38 long
//              longs (its length is counted in longs): 2 + 76 + 1
//   rv64imc    2 + 14 + 1
#if defined(__x86_64__)
#define MP_NLR_WORDS 12
#elif defined(__i386__)
#define MP_NLR_WORDS 12
#elif defined(__arm__)
#define MP_NLR_WORDS 20
#elif defined(__riscv) && __riscv_xlen == 32
#define MP_NLR_WORDS 80
#elif defined(__riscv)
#define MP_NLR_WORDS 18
#elif defined(__xtensa__)
#define MP_NLR_WORDS 24
#else
#error "how many words has its nlr_buf_t?"
#endif
typedef struct mp_nlr_buf {
  _Alignas(8) void *prev;
  mp_obj_t ret_val;  // the exception
  void *state[MP_NLR_WORDS - 2];
} mp_nlr_buf_t;

// -------------------------------------------------------- function table ---

// mp_fun_table: the whole interface to the firmware, constant from 1.23 on
// [py/nativeglue.h]. Functions that take or give a float by value are declared
// as void *: their calling convention differs between soft and hard float.
typedef struct mp_fun_table {
  mp_obj_t const_none;
  mp_obj_t const_false;
  mp_obj_t const_true;
  uintptr_t (*native_from_obj)(mp_obj_t object, uintptr_t type);
  mp_obj_t (*native_to_obj)(uintptr_t value, uintptr_t type);
  void *(*swap_globals)(void *new_globals);
  mp_obj_t (*load_name)(mp_qstr_t name);
  mp_obj_t (*load_global)(mp_qstr_t name);
  mp_obj_t (*load_build_class)(void);
  mp_obj_t (*load_attr)(mp_obj_t base, mp_qstr_t attr);
  void (*load_method)(mp_obj_t base, mp_qstr_t attr, mp_obj_t *dest);
  void (*load_super_method)(mp_qstr_t attr, mp_obj_t *dest);
  void (*store_name)(mp_qstr_t name, mp_obj_t object);
  void (*store_global)(mp_qstr_t name, mp_obj_t object);
  void (*store_attr)(mp_obj_t base, mp_qstr_t attr, mp_obj_t value);
  mp_obj_t (*obj_subscr)(mp_obj_t base, mp_obj_t index, mp_obj_t value);
  _Bool (*obj_is_true)(mp_obj_t object);
  mp_obj_t (*unary_op)(unsigned op, mp_obj_t object);
  mp_obj_t (*binary_op)(unsigned op, mp_obj_t left, mp_obj_t right);
  mp_obj_t (*new_tuple)(size_t n, const mp_obj_t *items);
  mp_obj_t (*new_list)(size_t n, mp_obj_t *items);
  mp_obj_t (*new_dict)(size_t n);
  mp_obj_t (*new_set)(size_t n, mp_obj_t *items);
  void (*set_store)(mp_obj_t set, mp_obj_t item);
  mp_obj_t (*list_append)(mp_obj_t list, mp_obj_t item);
  mp_obj_t (*dict_store)(mp_obj_t dict, mp_obj_t key, mp_obj_t value);
  mp_obj_t (*make_function_from_proto_fun)(const void *proto_fun,
                                           const mp_module_context_t *context,
                                           const mp_obj_t *defaults);
  // n_args | n_kw << 8: at most 255 of each.
  mp_obj_t (*call_function_n_kw)(mp_obj_t function, size_t n_args_kw,
                                 const mp_obj_t *args);
  // args: function, self or null, arguments.
  mp_obj_t (*call_method_n_kw)(size_t n_args, size_t n_kw,
                               const mp_obj_t *args);
  mp_obj_t (*call_method_n_kw_var)(_Bool have_self, size_t n_args_n_kw,
                                   const mp_obj_t *args);
  mp_obj_t (*getiter)(mp_obj_t object, void *iter_buf);
  mp_obj_t (*iternext)(void *iter_buf);
  void *nlr_push;  // returns twice: rt_nlr_push in rt.h
  void (*nlr_pop)(void);
  void (*raise)(mp_obj_t exception);  // instance or class
  mp_obj_t (*import_name)(mp_qstr_t name, mp_obj_t fromlist, mp_obj_t level);
  mp_obj_t (*import_from)(mp_obj_t module, mp_qstr_t name);
  void (*import_all)(mp_obj_t module);
  mp_obj_t (*new_slice)(mp_obj_t start, mp_obj_t stop, mp_obj_t step);
  void (*unpack_sequence)(mp_obj_t sequence, size_t n, mp_obj_t *items);
  void (*unpack_ex)(mp_obj_t sequence, size_t n, mp_obj_t *items);
  void (*delete_name)(mp_qstr_t name);
  void (*delete_global)(mp_qstr_t name);
  mp_obj_t (*new_closure)(mp_obj_t function, size_t n, const mp_obj_t *closed);
  void (*arg_check_num_sig)(size_t n_args, size_t n_kw, uint32_t sig);
  void (*setup_code_state_native)(void *code_state, size_t n_args, size_t n_kw,
                                  const mp_obj_t *args);
  intptr_t (*small_int_floor_divide)(intptr_t num, intptr_t denom);
  intptr_t (*small_int_modulo)(intptr_t num, intptr_t denom);
  _Bool (*yield_from)(mp_obj_t gen, mp_obj_t value, mp_obj_t *result);
  void *setjmp_;  // null where nlr_push is a real function
  // From here (entry 50) on for dynamic native modules.
  void *(*memset_)(void *to, int byte, size_t size);
  void *(*memmove_)(void *to, const void *from, size_t size);
  // gc_realloc: null for `block` allocates, size 0 frees; null on failure.
  void *(*realloc_)(void *block, size_t size, _Bool allow_move);
  int (*printf_)(const void *print, const char *format, ...);
  int (*vprintf_)(const void *print, const char *format,
                  __builtin_va_list args);
  void *raise_msg;  // null in firmware without texts for errors
  const mp_obj_type_t *(*obj_get_type)(mp_obj_t object);
  mp_obj_t (*obj_new_str)(const char *text, size_t size);
  mp_obj_t (*obj_new_bytes)(const uint8_t *bytes, size_t size);
  mp_obj_t (*obj_new_bytearray_by_ref)(size_t size, void *bytes);
  void *obj_new_float_from_f;
  void *obj_new_float_from_d;
  void *obj_get_float_to_f;
  void *obj_get_float_to_d;
  void (*load_method_maybe)(mp_obj_t base, mp_qstr_t attr, mp_obj_t *dest);
  _Bool (*get_buffer)(mp_obj_t object, mp_buffer_info_t *info, uintptr_t flags);
  const void *(*get_stream_raise)(mp_obj_t object, int flags);
  void *arg_parse_all;
  void *arg_parse_all_kw_array;
  size_t (*binary_get_size)(char struct_type, char value_type, size_t *align);
  mp_obj_t (*binary_get_val_array)(char typecode, void *array, size_t index);
  void (*binary_set_val_array)(char typecode, void *array, size_t index,
                               mp_obj_t value);
  const void *plat_print;
  const mp_obj_type_t *type_type;
  const mp_obj_type_t *type_str;
  const mp_obj_type_t *type_list;
  const mp_obj_type_t *type_dict;
  const mp_obj_type_t *type_fun_builtin_0;
  const mp_obj_type_t *type_fun_builtin_1;
  const mp_obj_type_t *type_fun_builtin_2;
  const mp_obj_type_t *type_fun_builtin_3;
  const mp_obj_type_t *type_fun_builtin_var;
  const mp_obj_type_t *type_Exception;
  const void *stream_read_obj;
  const void *stream_readinto_obj;
  const void *stream_unbuffered_readline_obj;
  const void *stream_write_obj;
} mp_fun_table_t;

static_assert(offsetof(mp_fun_table_t, memset_) == 50 * sizeof(void *));
static_assert(offsetof(mp_fun_table_t, type_type) == 73 * sizeof(void *));
static_assert(sizeof(mp_fun_table_t) == 87 * sizeof(void *));

// ---------------------------------------------------------- static qstrs ---

// The numbers of the strings that every firmware has. A .mpy may name them by
// number, so these cannot change within .mpy version 6 [static_qstr_list in
// py/makeqstrdata.py, counted from 1].
#define MP_QSTR_ 1
#define MP_QSTR__slash_ 6
#define MP_QSTR___call__ 9
#define MP_QSTR___getitem__ 15
#define MP_QSTR___setitem__ 28
#define MP_QSTR_AttributeError 32
#define MP_QSTR_Exception 36
#define MP_QSTR_ImportError 38
#define MP_QSTR_IndexError 40
#define MP_QSTR_MemoryError 44
#define MP_QSTR_OSError 48
#define MP_QSTR_RuntimeError 50
#define MP_QSTR_SystemExit 53
#define MP_QSTR_TypeError 54
#define MP_QSTR_ValueError 55
#define MP_QSTR_args 61
#define MP_QSTR_bool 62
#define MP_QSTR_builtins 63
#define MP_QSTR_close 71
#define MP_QSTR_get 86
#define MP_QSTR_getattr 87
#define MP_QSTR_int 94
#define MP_QSTR_items 102
#define MP_QSTR_join 104
#define MP_QSTR_main 113
#define MP_QSTR_micropython 115
#define MP_QSTR_open 118
#define MP_QSTR_print 123
#define MP_QSTR_range 124
#define MP_QSTR_read 125
#define MP_QSTR_readinto 126
#define MP_QSTR_readline 127
#define MP_QSTR_setdefault 142
#define MP_QSTR_value 162
#define MP_QSTR_write 164

#endif  // WASM2MPY_RUNTIME_MICROPYTHON_H_
