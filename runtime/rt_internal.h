// What the files of the runtime share and the generator does not see.
#ifndef WASM2MPY_RUNTIME_RT_INTERNAL_H_
#define WASM2MPY_RUNTIME_RT_INTERNAL_H_

#include "rt.h"

// ------------------------------------------- what this module is made of ---
// All of these are constants once rt_config is linked in.

#define RT_USES(what) ((rt_config.uses & RT_USES_##what) != 0)
#define RT_BINDS(code) \
  (RT_USES(BIND) && (rt_bind_config.params & RT_BIND_##code) != 0)
#define RT_HAS_TYPE(kind) (rt_config.type_index[kind] != RT_NO_TYPE)
#define RT_N_IMPORTS                                        \
  (rt_config.n_func_imports + rt_config.n_memory_imports +  \
   rt_config.n_table_imports + rt_config.n_global_imports + \
   rt_config.n_tag_imports)
// Then the kind of an import is a constant.
#define RT_ONLY_FUNCS (RT_N_IMPORTS == rt_config.n_func_imports)
// Python sees structures or arrays that the module makes.
#define RT_SHOWS_OBJECTS (RT_USES(OBJECTS) && RT_USES(ANYREF))
// Where rt_py_type.slots of the type of functions has rt_invoke or what stands
// for it, or null.
#define RT_SLOT_INVOKE 3
// The one value type that Python sees, or 0.
#define RT_VALUE_USES (rt_config.uses & RT_USES_VALUES)
#define RT_ONLY_CODE                       \
  (RT_VALUE_USES == RT_USES_I32   ? RT_I32 \
   : RT_VALUE_USES == RT_USES_I64 ? RT_I64 \
   : RT_VALUE_USES == RT_USES_F32 ? RT_F32 \
   : RT_VALUE_USES == RT_USES_F64 ? RT_F64 \
                                  : 0)

// Places in rt_config.qstr_index.
enum {
#define RT_QSTR_INDEX(name, text, need) kQstr_##name,
  RT_QSTRS(RT_QSTR_INDEX)
#undef RT_QSTR_INDEX
};
#define RT_QSTR(module, name) \
  ((mp_qstr_t)(module)->qstrs[rt_config.qstr_index[kQstr_##name]])

// Null for memories and tables that Python does not see.
static inline const mp_obj_type_t *rt_type_of(rt_module *module, int kind) {
  return RT_HAS_TYPE(kind) ? &module->types[rt_config.type_index[kind]].type
                           : 0;
}

// The module that made a function: the function's type lies inside it.
static inline rt_module *rt_module_of(rt_func *function) {
  // The type of bound functions is not the first one.
  if (RT_HAS_TYPE(RT_KIND_BOUND) && function->base.type->slot_index_print != 0)
    return ((rt_instance *)function->ctx)->module;
  return (rt_module *)((char *)function->base.type -
                       offsetof(rt_module, types));
}

// Whether a function that Python calls is imported: its context is no instance.
static inline int rt_is_import(rt_func *function) {
  return rt_config.calls_imports && function->ctx == function;
}

// The i-th code of a signature.
static inline uint8_t rt_code_at(const rt_type *type, size_t i) {
  return RT_ONLY_CODE ? RT_ONLY_CODE : type->text[i];
}

// The pointers that the generator appends to an instance: refs, memories,
// tables and cells, one after the other; where those of one kind begin.
static inline void **rt_items(rt_instance *instance, int kind) {
  void **items = (void **)(instance + 1);
  if (kind != RT_KIND_FUNC) items += rt_config.n_refs;
  if (kind == RT_KIND_TABLE || kind >= RT_KIND_GLOBAL)
    items += rt_config.n_memories;
  if (kind >= RT_KIND_GLOBAL) items += rt_config.n_tables;
  if (kind == RT_KIND_TAG) items += rt_config.n_cells;
  return items;
}

// The linear stack pointer global, if there is one.
static inline uint32_t *rt_stack_pointer(rt_instance *instance) {
  void *field = (char *)instance + rt_config.stack_pointer_global;
  return RT_USES(STACK_POINTER_CELL)
             ? (uint32_t *)&(*(rt_global **)field)->value
             : (uint32_t *)field;
}

// Stack space for the values of a call. Most modules have a small constant for
// it, which costs least code; for the others it is exact.
#define RT_FEW_SLOTS (rt_config.max_slots <= 8)
#define RT_ALLOCA(n) __builtin_alloca(((n) | 1) * sizeof(rt_slot))

// Keeps the start of a block findable for the garbage collector up to here.
#define RT_KEEP(pointer) __asm__ volatile("" : : "r"(pointer))

// ------------------------------------------------------------------ heap ---

// A zeroed block of at least 3 words on MicroPython's heap; raises MemoryError.
void *rt_alloc(const mp_fun_table_t *fun, size_t words);
#define RT_WORDS(size) (((size) + sizeof(void *) - 1) / sizeof(void *))
static inline void *rt_new_block(const mp_fun_table_t *fun, size_t words) {
  return rt_alloc(fun, words > 3 ? words : 3);
}
#define RT_NEW(fun, type) ((type *)rt_alloc(fun, RT_WORDS(sizeof(type))))
// A method for an attribute: a function of (self, ...).
mp_obj_t rt_method(const mp_fun_table_t *fun, void *function, uint32_t sig);
// The function that has this bytecode.
mp_obj_t rt_bytecode(const mp_fun_table_t *fun,
                     const mp_module_context_t *context, const uint8_t *code);
// The next number of rt_stream.
uint32_t rt_number(const uint8_t **at);
uint64_t rt_long_number(const uint8_t **at);
// The kind of an import.
static inline uint32_t rt_import_kind(const uint8_t **at) {
  return RT_ONLY_FUNCS ? RT_KIND_FUNC : rt_number(at);
}
// The names of an import's module and of itself, by its entry in rt_stream, and
// what is behind them there.
const uint8_t *rt_import_names(rt_module *module, const uint8_t *import,
                               mp_obj_t names[2]);

// A str of `size` bytes of UTF-16.
mp_obj_t rt_str_of_utf16(const mp_fun_table_t *fun, const uint8_t *from,
                         uint32_t size);
// Writes UTF-8 as UTF-16, if there is `to`; how many bytes that is.
uint32_t rt_utf16_of_text(const uint8_t *text, size_t size, uint8_t *to);

// ----------------------------------------------------------- lean memory ---

typedef struct rt_window {
  uint8_t *block;
  uintptr_t at;  // address of its first byte in linear memory
  uintptr_t size;
} rt_window;

typedef struct rt_lean {
  rt_memory memory;
  rt_instance *instance;
  rt_window *windows;  // by address, not overlapping
  uintptr_t count;
  uintptr_t capacity;
  // Numbers of the windows in the view. Without data and stack there is no main
  // window; `main` is any.
  uintptr_t main;
  uintptr_t hot;
  uintptr_t other;
  uintptr_t stack;
  uintptr_t
      missed;  // the last address outside of them, until it is looked after
  // What is loaded of more than one window, or of none.
  _Alignas(8) uint8_t copy[24];
} rt_lean;

// The memory as an rt_lean, if it is one, else null.
static inline rt_lean *rt_lean_of(rt_memory *memory) {
  return RT_USES(LEAN) && (rt_config.n_memories == 1 || memory->is_lean)
             ? (rt_lean *)memory
             : 0;
}
// The bytes [at, at + size), which must be in bounds, in one block. Raises
// MemoryError. They stay there only until others are touched.
uint8_t *rt_lean_span(rt_lean *lean, uintptr_t at, uintptr_t size);
// Whether any of them is there.
int rt_lean_is_touched(rt_lean *lean, uintptr_t at, uintptr_t size);
// Copies [at, at + size) to where there are zeros.
void rt_lean_copy_out(rt_lean *lean, uintptr_t at, uintptr_t size, uint8_t *to);
// After the memory has grown, which is not 0.
void rt_lean_grown(rt_lean *lean, uintptr_t old_size);
// After the memories of an instance are made.
void rt_lean_start(rt_instance *instance);
// As those of rt_memory, in bounds.
void rt_lean_fill(rt_lean *lean, uintptr_t at, uint32_t byte, uintptr_t count);
// At least one of them is lean.
void rt_lean_copy(rt_memory *to, rt_memory *from, uintptr_t to_at,
                  uintptr_t from_at, uintptr_t count);
mp_obj_t rt_lean_subscr(rt_lean *lean, mp_obj_t index, mp_obj_t value);

// Where far accesses leave registers alone (rt_lean_far.c): what is on the
// stack while one is made, from where the frame of rt_lean_*_decoded ends. The
// registers, by their numbers; which of them has the place behind the access,
// and which what a function returns to that has not saved it.
#ifdef __thumb__
#define RT_HAS_FAR 1
#define RT_FAR_REGISTERS(frame) ((uintptr_t *)(frame) + 1)
#ifdef __ARM_FP
#define RT_FAR_WORDS (9 + 16)
#else
#define RT_FAR_WORDS 9
#endif
#define RT_FAR_LINK 8
#define RT_FAR_RETURN (-1)
#elif defined(__riscv) && __riscv_xlen == 32
#define RT_HAS_FAR 1
#define RT_FAR_REGISTERS(frame) ((uintptr_t *)(frame))
#define RT_FAR_WORDS 32
#define RT_FAR_LINK 5
#define RT_FAR_RETURN 1
#else
#define RT_HAS_FAR 0
#define RT_FAR_REGISTERS(frame) ((uintptr_t *)(frame))
#define RT_FAR_WORDS 0
#define RT_FAR_LINK 0
#define RT_FAR_RETURN 0
#endif

// Bytes that are in bounds, of any memory.
static inline uint8_t *rt_memory_bytes(rt_memory *memory, uintptr_t at,
                                       uintptr_t size) {
  rt_lean *lean = rt_lean_of(memory);
  return lean ? rt_lean_span(lean, at, size) : memory->data + at;
}

// --------------------------------------------------------------- numbers ---

// The low 64 bits of a Python integer of any size, or the low 32 for an i32.
// Not by binary_set_val_array, which may raise OverflowError when bits are
// lost: it does from MicroPython 2 on, and in CircuitPython.
static inline void rt_wrap(const mp_fun_table_t *fun, mp_obj_t integer,
                           int is_64, uint64_t *slot) {
  // A word is what it truncates to.
  uintptr_t low = fun->native_from_obj(integer, MP_NATIVE_TYPE_UINT);
  *(uintptr_t *)slot = low;
  if (sizeof(void *) == 8 || !is_64) return;
  mp_obj_t high =
      fun->binary_op(MP_BINARY_OP_RSHIFT, integer, mp_small_int(32));
  *((uintptr_t *)slot + 1) = fun->native_from_obj(high, MP_NATIVE_TYPE_UINT);
}

// ---------------------------------------------------------------- errors ---

// Hides where a pointer comes from. LLVM would otherwise pass what is read
// through it in place of the pointer, which is larger.
#define RT_OPAQUE(pointer) __asm__("" : "+r"(pointer))
// Before a loop that LLVM would otherwise blow up to vector code, even at -Oz.
#define RT_PLAIN_LOOP \
  _Pragma("clang loop vectorize(disable) interleave(disable) unroll(disable)")

// How many slots a value takes, and n values at most.
static inline size_t rt_slots_of(uint8_t code) {
  return RT_USES(V128) && code == RT_V128 ? RT_VALUE_SLOTS : 1;
}
static inline size_t rt_most_slots(size_t n) {
  return RT_USES(V128) ? n * RT_VALUE_SLOTS : n;
}
// The slot of the i-th of values whose codes begin there.
static inline size_t rt_slot_at(const uint8_t *codes, size_t i) {
  if (rt_most_slots(1) == 1) return i;
  size_t slot = 0;
  RT_PLAIN_LOOP
  for (size_t at = 0; at < i; at++) slot += rt_slots_of(codes[at]);
  return slot;
}

// The built-in classes that the runtime uses, and whether this module does.
// load_global looks first into the globals of whoever called, where a user may
// have something else under such a name; so they are taken when the module is
// imported, when the globals are its own. They are behind its types.
#define RT_RAISES_RUNTIME_ERROR (RT_USES(HOST) || RT_USES(POLLS))
// clang-format off
#define RT_BUILTINS(b)                                                 \
  b(TypeError, 1)                                                      \
  b(ImportError, RT_N_IMPORTS != 0)                                    \
  b(ValueError, RT_HAS_TYPE(RT_KIND_MEMORY) ||                         \
                RT_HAS_TYPE(RT_KIND_TABLE) || RT_BINDS(ENDS_STR) ||    \
                RT_USES(V128))                                         \
  b(IndexError, RT_HAS_TYPE(RT_KIND_TABLE) ||                          \
                (RT_HAS_TYPE(RT_KIND_MEMORY) && RT_USES(BIND)))        \
  b(MemoryError, RT_USES(LEAN) || RT_BINDS(BUFFER))                    \
  b(AttributeError, RT_HAS_TYPE(RT_KIND_GLOBAL))                       \
  b(RuntimeError, RT_RAISES_RUNTIME_ERROR)                             \
  b(Exception, RT_USES(EXCEPTIONS))                                    \
  b(range, RT_SHOWS_OBJECTS ||                                         \
           (RT_HAS_TYPE(RT_KIND_MEMORY) && RT_USES(LEAN)))
// clang-format on
#define RT_COUNT_BUILTIN(name, is_used) +((is_used) != 0)
#define RT_N_BUILTINS (0 RT_BUILTINS(RT_COUNT_BUILTIN))
// `wiring` keeps the values of pins.
#define RT_KEEPS_PINS (RT_ON_PC && rt_config.qstr_index[kQstr_Pin] != 0)
// What a module has behind them, in this order.
#define RT_EXCEPTION_SLOT RT_N_BUILTINS
#define RT_JUMPS_SLOT (RT_EXCEPTION_SLOT + RT_USES(EXCEPTIONS))
#define RT_FINDER_SLOT (RT_JUMPS_SLOT + RT_USES(POLLS))
#define RT_PINS_SLOT (RT_FINDER_SLOT + (RT_N_IMPORTS != 0))
#define RT_OBJECT_TYPES_SLOT (RT_PINS_SLOT + RT_KEEPS_PINS)
static inline mp_obj_t *rt_builtins(rt_module *module) {
  return (mp_obj_t *)&module->types[rt_config.n_types];
}
void rt_load_builtins(rt_module *module);
// There is no such function: a module that uses what it has not taken cannot be
// linked.
uint32_t rt_builtin_not_taken(void);
// The number of one of them, by its static qstr. Both are constants.
static inline __attribute__((always_inline)) uint32_t
rt_builtin_number(mp_qstr_t name) {
  uint32_t number = 0;
#define RT_FIND(known, is_used)                 \
  if (is_used) {                                \
    if (name == MP_QSTR_##known) return number; \
    number++;                                   \
  }
  RT_BUILTINS(RT_FIND)
#undef RT_FIND
  return rt_builtin_not_taken();
}
// A macro, so that the name is a constant.
#define rt_builtin_of(module, name) \
  (rt_builtins(module)[rt_builtin_number(name)])

// A function, class or exception of the module `builtins`, where not all of
// them have to be; raises AttributeError.
mp_obj_t rt_builtin(const mp_fun_table_t *fun, mp_qstr_t name);

// For functions that never return: they need not save registers either.
#if defined(__x86_64__)
#define RT_NORETURN _Noreturn __attribute__((preserve_none))
#else
#define RT_NORETURN _Noreturn
#endif

// Raises type(argument). If the class makes no exception, because Python code
// has changed it, an exception of another class is raised: this never returns.
RT_NORETURN void rt_raise_new(const mp_fun_table_t *fun, mp_obj_t type,
                              mp_obj_t argument);
// Raises an exception of the class that the static qstr names, with the text
// format % (args[0], ...).
RT_NORETURN void rt_raise_format_in(rt_module *module, uint32_t exception,
                                    const char *format, size_t size, size_t n,
                                    const mp_obj_t *args);
#define rt_raise_format(module, exception, ...) \
  rt_raise_format_in(module, rt_builtin_number(exception), __VA_ARGS__)
// A text and its size, as two arguments.
#define RT_TEXT(text) (text), sizeof(text) - 1
RT_NORETURN void rt_raise_text(rt_module *module, uint32_t exception,
                               const char *text, size_t size);
#define rt_raise(module, exception, text) \
  rt_raise_text(module, rt_builtin_number(exception), RT_TEXT(text))
// A Python string.
mp_obj_t rt_string(const mp_fun_table_t *fun, const char *text);

static inline mp_obj_t rt_qstr(const mp_fun_table_t *fun, mp_qstr_t qstr) {
  return fun->native_to_obj(qstr, MP_NATIVE_TYPE_QSTR);
}
// The name of the object's type.
static inline mp_obj_t rt_type_text(const mp_fun_table_t *fun,
                                    mp_obj_t object) {
  return rt_qstr(fun, fun->obj_get_type(object)->name);
}

static inline mp_obj_t rt_add(const mp_fun_table_t *fun, mp_obj_t text,
                              mp_obj_t more) {
  return fun->binary_op(MP_BINARY_OP_ADD, text, more);
}

// The number-th of rt_names, counted from 1.
static inline const char *rt_name(uintptr_t number) {
  const char *name = rt_names;
  RT_PLAIN_LOOP
  for (; --number;)
    while (*name++) continue;
  return name;
}
// With rt_config.tells_callers: the text of a trap with the functions that have
// called each other, up to whoever calls this. `told`: the place that the text
// tells already, whose code has no bracket behind it; or 0; or that the text
// tells an import. With RT_TELLS_PLACE only a text that tells nothing changes.
mp_obj_t rt_with_callers(rt_module *module, mp_obj_t text, uint32_t told);
#define RT_TOLD_IMPORT UINT32_MAX

// As rt_trap.
RT_NORETURN void rt_trap_in(rt_module *module, const char *text);
// Whether an exception is a trap, of any module.
static inline int rt_is_trap(rt_module *module, mp_obj_t exception) {
  return module->fun_table->obj_get_type(exception)->name ==
         RT_QSTR(module, Trap);
}
// Raises what came out of a call again. If it is a trap, the line format %
// (args[0], ...) is added to its text before.
RT_NORETURN void rt_trap_passes(rt_module *module, mp_obj_t exception,
                                const char *format, size_t size, size_t n,
                                const mp_obj_t *args);
#define RT_TOLD_EXPORT RT_TEXT("\n  from export %s")

// ---------------------------------------------------------------- values ---

// Puts a Python object into its slots; 0: it is of a wrong type.
// `type` matters for references to functions of one type.
int rt_from_python(rt_module *module, const mp_fun_table_t *fun, uint8_t code,
                   const rt_type *type, mp_obj_t object, uint64_t *slot);
mp_obj_t rt_to_python(const mp_fun_table_t *fun, uint8_t code, uint64_t *slot);
// As rt_from_python, but raises TypeError.
void rt_from_python_or_raise(rt_module *module, uint8_t code,
                             const rt_type *type, mp_obj_t object,
                             uint64_t *slot);
// The function type of a value type: null unless that is T or U.
const rt_type *rt_type_for(uint8_t code, uint32_t index);
// The function type of the i-th code of a signature, null unless T or U.
const rt_type *rt_concrete(const rt_type *type, size_t i);
// Whether values of that type are functions, rather than objects or numbers.
static inline int rt_refers_to_functions(uint8_t code, const rt_type *type) {
  return code == RT_FUNCREF || code == RT_FUNC ||
         (type && type->n_results < RT_STRUCT_TYPE);
}

// Whether [at, at + count) lies within [0, size).
static inline int rt_within(uintptr_t at, uintptr_t count, uintptr_t size) {
  return count <= size && at <= size - count;
}

// Whether the value that a subscr slot is given asks to load. True for null,
// too, which asks to delete.
static inline int rt_is_load(mp_obj_t value) {
  return ((uintptr_t)value & ~(uintptr_t)12) == 0;
}

// A Python integer; INTPTR_MIN, which is no count and no index, if it does not
// fit. Raises TypeError for what is no integer.
intptr_t rt_integer(const mp_fun_table_t *fun, mp_obj_t object);
// An attribute, or null if there is none of that name.
mp_obj_t rt_attr_maybe(const mp_fun_table_t *fun, mp_obj_t object,
                       mp_qstr_t name);
// The text of a value type, as in WebAssembly's text format.
const char *rt_code_name(uint8_t code);

// What an object is that any wasm2mpy module made, as in the magic of its type;
// a large number: it is none.
uint32_t rt_kind_of(rt_module *module, mp_obj_t object);
// The object, if it is of that kind, else null.
static inline void *rt_as(rt_module *module, mp_obj_t object, uint32_t kind) {
  return rt_kind_of(module, object) == kind ? object : 0;
}

// The type that a type declares as its supertype, or null.
const rt_type *rt_supertype(const rt_type *type);

// ---------------------------------------------------------------- objects ---

// By number: null until the first one is made.
static inline rt_object_type **rt_object_types(rt_module *module) {
  return (rt_object_type **)(rt_builtins(module) + RT_OBJECT_TYPES_SLOT);
}
// As rt_object_is.
int rt_is_object_of(rt_module *module, void *object, const rt_type *wanted);
// Whether what is of one of these types may stand where another is expected.
int rt_heap_matches(const rt_type *type, const rt_type *wanted);
mp_obj_t rt_object_len(unsigned op, mp_obj_t self);
mp_obj_t rt_object_subscr(mp_obj_t self, mp_obj_t index, mp_obj_t value);
void rt_object_attr(mp_obj_t self, mp_qstr_t attr, mp_obj_t *dest);

// ------------------------------------------------------------- exceptions ---

void rt_make_exception_class(rt_module *module);
rt_tag *rt_new_tag(rt_module *module, const uint8_t **at);
// class name(base): pass
mp_obj_t rt_make_class(const mp_fun_table_t *fun, mp_qstr_t name,
                       mp_obj_t base);

// ------------------------------------------------------ slots of our types ---

mp_obj_t rt_call(mp_obj_t self, size_t n_args, size_t n_kw,
                 const mp_obj_t *args);
// Calls a function of this module; puts the stack pointer back when an
// exception leaves it.
void rt_invoke(rt_func *function, uint64_t *slots);
// The same with RT_USES_TOLD_CALLS.
void rt_invoke_told(rt_func *function, uint64_t *slots);
mp_obj_t rt_instantiate(rt_module *module, size_t n_args, size_t n_kw,
                        const mp_obj_t *args);
mp_obj_t rt_bound_call(mp_obj_t self, size_t n_args, size_t n_kw,
                       const mp_obj_t *args);
void rt_bound_print(const void *print, mp_obj_t self, unsigned kind);
mp_obj_t rt_tag_call(mp_obj_t self, size_t n_args, size_t n_kw,
                     const mp_obj_t *args);
mp_obj_t rt_memory_len(unsigned op, mp_obj_t self);
mp_obj_t rt_memory_subscr(mp_obj_t self, mp_obj_t index, mp_obj_t value);
intptr_t rt_memory_buffer(mp_obj_t self, mp_buffer_info_t *info,
                          uintptr_t flags);
void rt_memory_attr(mp_obj_t self, mp_qstr_t attr, mp_obj_t *dest);
mp_obj_t rt_table_len(unsigned op, mp_obj_t self);
mp_obj_t rt_table_subscr(mp_obj_t self, mp_obj_t index, mp_obj_t value);
void rt_table_attr(mp_obj_t self, mp_qstr_t attr, mp_obj_t *dest);
void rt_global_attr(mp_obj_t self, mp_qstr_t attr, mp_obj_t *dest);

// ------------------------------------------------------------- instances ---

// `imports` null: look in Python's modules. Exports go to the dict `globals`.
// `host_state`: for the functions of runtime/host, or null.
// `fuel`: what the instance may use (--fuel), or null.
rt_instance *rt_make_instance(rt_module *module, mp_obj_t imports,
                              mp_obj_t globals, void *host_state,
                              rt_slot *fuel);
// Methods of memories in modules with bound functions.
void rt_bind_memory_attr(rt_memory *memory, mp_qstr_t attr, mp_obj_t *dest);
// Stores the bound functions of an instance in its globals.
void rt_bind(rt_instance *instance);
// What finds imports, when the module is imported.
void rt_import_init(rt_module *module, const mp_module_context_t *context);
// Fills the imported items of an instance.
void rt_import(rt_instance *instance, mp_obj_t imports, const uint8_t **at);
// As rt_ref.
rt_func *rt_ref_in(rt_module *module, const mp_fun_table_t *fun,
                   rt_instance *instance, uint32_t index);
rt_memory *rt_new_memory(rt_module *module, const uint8_t **at, int is_first);
rt_table *rt_new_table(rt_module *module, const uint8_t **at);
rt_global *rt_new_global(rt_module *module, uint8_t code, const rt_type *type,
                         int is_mutable);
void rt_stack_init(rt_module *module);
// With RT_USES_POLLS, when the module is imported.
void rt_poll_init(rt_module *module, const mp_module_context_t *context);
// As rt_stack_check_ahead.
void rt_stack_check_for(rt_module *module, uintptr_t ahead);
// Whether there is so much below the caller; raises nothing.
int rt_stack_has_room(rt_module *module, uintptr_t ahead);
// The same for a call from Python, which may come from a thread whose stack
// lies above the limit.
void rt_stack_enter(rt_module *module, rt_func *function, uintptr_t ahead);
// Python has given the function to whoever runs here.
void rt_stack_take(rt_module *module, rt_func *function);

// From the limit to the beginning of the stack.
#define RT_STACK_SPAN \
  ((uintptr_t)rt_config.stack_size - rt_config.stack_reserve)
// Whether the stack pointer may be `ahead` bytes below `at` without a look at
// which stack it is.
static inline int rt_stack_is_free(rt_module *module, uintptr_t at,
                                   uintptr_t ahead) {
  return at - ahead - module->stack_limit < RT_STACK_SPAN;
}

// What a call into MicroPython that imports or opens files needs below the
// limit, over and above the reserve. In all it is 480 words, of which littlefs
// takes up to 1,336 bytes on a Cortex-M0+ and __import__ 700, and two nlr_buf.
#define RT_STACK_FOR_PYTHON \
  (480 * sizeof(void *) + 2 * sizeof(mp_nlr_buf_t) - rt_config.stack_reserve)
// What finding imports needs so: in between is a function in bytecode, which
// takes 300 bytes on a Cortex-M0+.
#define RT_STACK_FOR_IMPORT (RT_STACK_FOR_PYTHON + 80 * sizeof(void *))
// For a WASI command: stores `main`, which runs it, in the module's globals.
void rt_store_main(rt_module *module);

#endif  // WASM2MPY_RUNTIME_RT_INTERNAL_H_
