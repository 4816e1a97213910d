// What the files of the runtime share and the generator does not see.
#ifndef WASM2MPY_RUNTIME_RT_INTERNAL_H_
#define WASM2MPY_RUNTIME_RT_INTERNAL_H_

#include "rt.h"

// ------------------------------------------- what this module is made of ---
// All of these are constants once rt_config is linked in.

#define RT_USES(what) ((rt_config.uses & RT_USES_##what) != 0)
#define RT_HAS_TYPE(kind) (rt_config.type_index[kind] != 0xff)
#define RT_N_IMPORTS                                          \
  (rt_config.n_func_imports + rt_config.n_memory_imports +    \
   rt_config.n_table_imports + rt_config.n_global_imports)
// Nothing but functions is exported.
#define RT_ONLY_FUNCS                                            \
  (!RT_HAS_TYPE(RT_KIND_MEMORY) && !RT_HAS_TYPE(RT_KIND_TABLE) && \
   !RT_HAS_TYPE(RT_KIND_GLOBAL))
// Where in rt_stream the exports begin.
#define RT_EXPORTS(module)                                                    \
  (RT_N_IMPORTS + rt_config.n_memories + rt_config.n_tables +                 \
               rt_config.n_cells                                              \
           ? (module)->exports                                                \
           : rt_stream)
// Where rt_py_type.slots of the type of functions has rt_invoke, or null.
#define RT_SLOT_INVOKE 3

// Indices in the module's qstr table.
enum {
#define RT_QSTR_INDEX(name, text) kQstr_##name,
  RT_QSTRS(RT_QSTR_INDEX)
#undef RT_QSTR_INDEX
};
#define RT_QSTR(module, name) ((mp_qstr_t)(module)->qstrs[kQstr_##name])

static inline const mp_obj_type_t *rt_type_of(rt_module *module, int kind) {
  return &module->types[rt_config.type_index[kind]].type;
}

// The module that made an object: the object's type lies inside it.
static inline rt_module *rt_module_of(mp_obj_t object, int kind) {
  const mp_obj_type_t *type = ((mp_obj_base_t *)object)->type;
  return (rt_module *)((char *)type - offsetof(rt_module, types) -
                       rt_config.type_index[kind] * sizeof(rt_py_type));
}

// The pointers that the generator appends to an instance: refs, memories,
// tables and cells, one after the other.
static inline void **rt_items(rt_instance *instance, int kind) {
  void **items = (void **)(instance + 1);
  if (kind != RT_KIND_FUNC) items += rt_config.n_refs;
  if (kind == RT_KIND_TABLE || kind == RT_KIND_GLOBAL)
    items += rt_config.n_memories;
  if (kind == RT_KIND_GLOBAL) items += rt_config.n_tables;
  return items;
}

// Keeps the start of a block findable for the garbage collector up to here.
#define RT_KEEP(pointer) __asm__ volatile("" : : "r"(pointer))

// ---------------------------------------------------------------- stream ---

uint32_t rt_number(const uint8_t **at);
uint64_t rt_long_number(const uint8_t **at);

// ---------------------------------------------------------------- memory ---

// A zeroed block on MicroPython's heap; raises MemoryError.
void *rt_alloc(const mp_fun_table_t *fun, size_t size);

// ---------------------------------------------------------------- errors ---

// Text of any length, grown on the heap: `print` can be given to printf_.
typedef struct rt_text {
  mp_print_t print;
  const mp_fun_table_t *fun;
  char *bytes;
  size_t size;
} rt_text;

void rt_text_begin(rt_text *text, rt_module *module);
// `exception`: the number of a static qstr; 0: Trap.
_Noreturn void rt_text_raise(rt_text *text, rt_module *module,
                             mp_qstr_t exception);
// Both with one printf_ in between: %q is a qstr, %d a number, %s a text.
_Noreturn void rt_raise(rt_module *module, mp_qstr_t exception,
                        const char *format, uintptr_t a, uintptr_t b,
                        uintptr_t c, uintptr_t d);

// The text of a value type, as in WebAssembly's text format.
const char *rt_code_name(uint8_t code);

// ----------------------------------------------------------- conversions ---

// Puts a Python object into a slot; 0: it is of a wrong type. `type` matters
// for references to functions of one type.
int rt_from_python(rt_module *module, uint8_t code, const rt_type *type,
                   mp_obj_t object, uint64_t *slot);
mp_obj_t rt_to_python(rt_module *module, uint8_t code, uint64_t *slot);
// As rt_from_python, but raises TypeError.
void rt_from_python_or_raise(rt_module *module, uint8_t code,
                             const rt_type *type, mp_obj_t object,
                             uint64_t *slot);
// The function type of the i-th code of a signature, null unless T or U.
const rt_type *rt_concrete(const rt_type *type, uint32_t i);
mp_qstr_t rt_type_name(rt_module *module, mp_obj_t object);

// The object, if it is of that kind, made by any wasm2mpy module; else null.
void *rt_as(rt_module *module, mp_obj_t object, int kind);

// ------------------------------------------------------ slots of our types ---

mp_obj_t rt_call(mp_obj_t self, size_t n_args, size_t n_kw,
                 const mp_obj_t *args);
// Calls a function of this module; puts the stack pointer back when an
// exception leaves it.
void rt_invoke(rt_func *function, uint64_t *slots);
mp_obj_t rt_instantiate(mp_obj_t self, size_t n_args, size_t n_kw,
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

// `imports` null: look in Python's modules. Exports go to the dict.
void rt_make_instance(rt_module *module, mp_obj_t imports, mp_obj_t dict);
// Fills the imported items of an instance.
void rt_import(rt_instance *instance, mp_obj_t imports, const uint8_t **at);
rt_memory *rt_new_memory(rt_module *module, const uint8_t **at);
rt_table *rt_new_table(rt_module *module, const uint8_t **at);
rt_global *rt_new_global(rt_module *module, uint8_t code, const rt_type *type,
                         int is_mutable);
// The function type of a value type: null unless that is T or U.
const rt_type *rt_type_for(uint8_t code, uint32_t index);
// A method for an attribute: a function of (self, ...).
mp_obj_t rt_method(const mp_fun_table_t *fun, void *function, uint32_t sig);
void rt_stack_init(rt_module *module);
// As rt_stack_check.
void rt_stack_check_for(rt_module *module);

#endif  // WASM2MPY_RUNTIME_RT_INTERNAL_H_
