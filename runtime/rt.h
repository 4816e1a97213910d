// The contract between the code that wasm2mpy generates for one WebAssembly
// module and the runtime that is linked into it as bitcode. README.md beside
// this file explains the life of an instance. What the generator reads of the
// contract is in contract/, each thing once for both sides.
//
// Rules of this folder: freestanding C, no data and no BSS (every byte of
// state belongs to an object on MicroPython's heap), no libc, no float
// parameters to MicroPython, nothing that a module does not use may stay in
// it (test rt_config.uses, which is a constant when the module is optimised).
#ifndef WASM2MPY_RUNTIME_RT_H_
#define WASM2MPY_RUNTIME_RT_H_

#include "contract/constants.h"
#include "micropython.h"

// ---------------------------------------------------------------- types ---

// What stands for an address in read-only data: 32 bits, 0 for none. It is the
// distance from the field's own address, so that the data is position
// independent without a relocation.
//
// Where read-only data is apart from the text, nobody knows their distance
// before they are loaded. There it is the address itself, which MicroPython's
// loader puts in. The build of the runtime says so (RT_DATA_APART=1, for
// targets of which Target::data_in_text is false). Distances within the data
// would be known, but LLVM has no relocation for them on Xtensa, and addresses
// are smaller: runs of them share an entry of the .mpy, and no code adds.
#if RT_DATA_APART
typedef uint32_t rt_rel;

static inline void *rt_follow(const rt_rel *field) {
  return (void *)(uintptr_t)*field;
}
#else
typedef int32_t rt_rel;

static inline void *rt_follow(const rt_rel *field) {
  return (char *)field + *field;
}
#endif

typedef struct rt_type rt_type;

#define RT_STRUCT(name) struct name {
#define RT_FIELD(type, name) type name;
#define RT_ARRAY(type, name, count) type name[count];
#define RT_TAIL(type, name) type name[];
#define RT_END(name) \
  }                  \
  ;
#include "contract/given.def"
#undef RT_STRUCT
#undef RT_FIELD
#undef RT_ARRAY
#undef RT_TAIL
#undef RT_END

// MicroPython for this architecture runs on computers, which have no pins
// (RT_ON_PC=1 of the build).
#ifndef RT_ON_PC
#define RT_ON_PC 0
#endif

// ------------------------------------------------------- Python objects ---

typedef uint64_t rt_slot;
static_assert(sizeof(rt_slot) == RT_SLOT_BYTES);

typedef struct rt_module rt_module;
typedef struct rt_instance rt_instance;

// One of the Python types that a module brings along: a mp_obj_type_t with
// room for the slots it uses, followed by what lets another wasm2mpy module
// recognise the object.
#define RT_TYPE_SLOTS 4
typedef struct rt_py_type {
  mp_obj_type_t type;  // name: always the qstr "wasm"
  const void *slots[RT_TYPE_SLOTS];
  uint32_t magic;  // RT_MAGIC + kind
} rt_py_type;
#define RT_MAGIC 0x57320100u  // the ABI version is in bits 8 to 15

// A function reference is the address of one of these, or null. Python calls
// it like any function. The collector follows pointers to the start of a
// block only, so each is a block of its own.
typedef struct rt_func {
  mp_obj_base_t base;
  void *code;  // WebAssembly calling convention: (ctx, ...)
  void *ctx;   // its rt_instance; for an rt_import_func: itself
  const rt_type *type;
} rt_func;

// Of an own function, in a module that uses exceptions. `code` raises Python
// exceptions, `inner` notes them in the instance.
typedef struct rt_inner_func {
  rt_func func;
  void *inner;
} rt_inner_func;

// A Python callable bound to a function import.
typedef struct rt_import_func {
  rt_func func;
  mp_obj_t callable;
  rt_module *module;  // of the importing module
  // Not null: called with `callable`, which is a wasm function of another
  // module that must not be called directly, because it has to put its stack
  // pointer back or to tell traps what they pass, or for a function of
  // runtime/host the importing instance.
  void (*invoke)(rt_func *function, uint64_t *slots);
  const uint8_t *import;  // its entry in rt_stream, for messages
} rt_import_func;

// `data` is a block of MicroPython's heap or null. Growing never frees a block
// that Python may have a view of.
typedef struct rt_memory {
  mp_obj_base_t base;
  rt_module *module;
  uint8_t *data;
  uintptr_t size;      // in bytes
  uint64_t max_pages;  // UINT64_MAX: none was declared
  uint8_t page_log2;   // 16 or 0
  uint8_t type_bits;   // RT_MEMORY_64, RT_MEMORY_SHARED
  uint8_t is_fixed;    // compiled with a constant size: cannot grow
  uint8_t is_lean;     // it is an rt_lean, and `data` is null
} rt_memory;

// Where bytes of a window are, for generated code.
typedef struct rt_place {
  uint8_t *base;  // where address 0 would be
  uintptr_t low;
  uintptr_t limit;  // an access is there if `address - low < limit`
} rt_place;

// Where a function for accesses looks, and then looks, and whom it calls if
// that was in vain. It is given the instance for rt_view.hot, and what is as
// far behind that as the other one is.
typedef struct rt_look {
  rt_place first;
  rt_place next;
  rt_instance *instance;  // only with lean_stack_top in rt_config
  uintptr_t misses;       // of the first place
} rt_look;

// Of a lean memory (--memory=lean), in the instance: where generated code looks
// by itself. All zeros: nowhere. Windows may be the same.
typedef struct rt_view {
  // The main window, with the variables: an access that is known to be above
  // its lower end is in it if it ends at `end` at most.
  uint8_t *base;
  uintptr_t end;
  // Where pointers mostly lead, the hot window: code that looks there by itself
  // has an access there if its index is, and it reaches at most RT_VIEW_REACH
  // bytes beyond that. Then the other one.
  // Of its misses an access that calls rt_lean_load or rt_lean_store counts
  // RT_VIEW_MISS. From RT_VIEW_MISSES on a function that can move memory calls
  // rt_lean_settle when it begins, and rt_lean_choose is called before loops.
  // Nothing else makes the hot window another one, and only these two,
  // rt_lean_deepen and what also moves memory move it.
  rt_look hot;
  // Where pointers into the linear stack lead: its window, then the hot one.
  // And how many bytes below the stack's upper end are there. Only with
  // lean_stack_top in rt_config.
  rt_look stack;
  uintptr_t depth;
} rt_view;

typedef struct rt_table {
  mp_obj_base_t base;
  rt_module *module;
  void **elements;  // rt_func * or mp_obj_t; 0 is null
  uintptr_t size;   // in elements
  uint64_t max;     // UINT64_MAX: none was declared
  uint8_t code;     // of the element type
  uint8_t is_64;
  const rt_type *type;  // when code is T or U
} rt_table;

// A global that is imported or exported; others live in the instance.
typedef struct rt_global {
  mp_obj_base_t base;
  rt_module *module;
  const rt_type *type;  // when code is T or U
  uint8_t code;
  uint8_t is_mutable;
  // i32, f32: the low half; references: a pointer. What has more slots goes on
  // behind it.
  _Alignas(8) rt_slot value;
} rt_global;

// Tags are equal when they are the same object.
typedef struct rt_tag {
  mp_obj_base_t base;
  rt_module *module;
  const rt_type *type;  // without results
} rt_tag;

// What is thrown and caught: an exnref is the address of one of these, or null.
typedef struct rt_exception {
  rt_tag *tag;      // null: none that a `catch` knows, an exception of Python
  mp_obj_t object;  // the Python exception, if there is one
  _Alignas(8) rt_slot slots[];  // the values
} rt_exception;

// What structures and arrays begin with, so that they are Python objects: one
// block for each type that a module makes objects of, made with the first.
typedef struct rt_object_type {
  rt_py_type python;
  rt_module *module;
  uintptr_t depth;  // how many supertypes the type has
  // From the topmost supertype down to the type itself; more than RT_DISPLAY
  // only where it is that deep, else null behind it.
  const rt_type *display[];
} rt_object_type;

// The elements follow. References to objects are addresses of such blocks, of
// structures (the fields follow the type, each aligned to its size but not to
// more than a word), any Python object that has become an anyref, or an i31:
// the small integer of MicroPython, which has bit 0 set.
typedef struct rt_array {
  mp_obj_base_t base;
  uintptr_t length;
} rt_array;

// The fixed head of an instance. The generator appends, in this order:
//   rt_func   *refs[n_refs]          imported functions first; the others are
//                                    made when they are first needed
//   rt_memory *memories[n_memories]  imported first
//   rt_table  *tables[n_tables]      imported first
//   rt_global *cells[n_cells]        imported globals first, then exported
//   rt_tag    *tags[n_tags]          imported first
// and fields of its own (globals, segments), zero at first.
//
// To Python an instance is a module object (mp_obj_module_t): MicroPython's own
// type with the exports as its globals. The instance that `import` makes has
// the globals of the imported module, and only functions refer to it.
struct rt_instance {
  mp_obj_base_t base;
  mp_obj_t globals;
  // Lowest address that the native stack pointer may have.
  uintptr_t stack_limit;
  rt_module *module;
};

// One for each import of the .mpy. It is the callable `instantiate`, too.
// All its types live inside it, so every object holds a pointer to its start
// (directly, or through an instance).
//
// As a Python object it has the type of functions: rt_call tells it apart by
// its address.
struct rt_module {
  mp_obj_base_t base;
  const mp_fun_table_t *fun_table;
  const mp_obj_type_t *module_type;  // MicroPython's type of modules
  const uint16_t *qstrs;             // constants.qstr_table of the context
  mp_obj_t *objects;                 // constants.obj_table, in the same block
  mp_obj_t trap;  // class Trap(RuntimeError); 0 if nothing can trap
  uintptr_t stack_limit;
  mp_obj_t stack_use;  // micropython.stack_use or null
  rt_py_type types[];  // by kind: only those that are used
};

// --------------------------------------------- what the generator gives ---
// The structures are in contract/given.def.

extern const struct rt_config rt_config;

// Imports and own objects of the module, as unsigned LEB128 numbers:
//   imports (all n_*_imports of them, in the order of the module):
//     kind (if not all are functions), module qstr, name qstr, then
//       func:   type index
//       table:  code, type index (0 unless T or U), min, max + 1 or 0, is_64
//       memory: min, max + 1 or 0, page_log2, type_bits
//       global: code, type index (0 unless T or U), is_mutable
//       tag:    type index
//   own memories, unless RT_USES_PLAIN_MEMORY:
//                 min, max + 1 or 0, page_log2, type_bits, is_fixed,
//                 is_lean if RT_USES_LEAN
//   own tables:   code, type index, min, max + 1 or 0, is_64
//   own cells:    code, type index, is_mutable
//   own tags:     type index
// A qstr is an index into the module's qstr table.
extern const uint8_t rt_stream[];

// If there are imports: a function in bytecode, find(source, name, missing).
// The item of a dict or attribute of another object that has the name, or the
// Python module of that name if the source is `missing`; or `missing` if there
// is none.
extern const uint8_t rt_finder[];

// If it keeps the values of pins, a function in bytecode, pins(instance,
// method, pin, value): what the method of the instance's dict `pins` gives; or
// the instance if `machine` has pins.
extern const uint8_t rt_pins[];

// Exports, in the order of the module.
extern const struct rt_export rt_exports[];

// With RT_USES_HOST, by function import: the function of runtime/host that
// serves it, an rt_host_function, or 0.
extern const rt_rel rt_host[];

// By type index.
extern const rt_rel rt_types[];
// Types of objects that the module makes.
extern const rt_rel rt_made[];

// Own functions that can become references: refs[n_func_imports + i].
extern const struct rt_ref_desc rt_refs[];
// With RT_USES_EXCEPTIONS, in the same order.
extern const struct rt_inner_desc rt_inner[];

// With --names: the functions that can trap, each with a zero byte behind it.
extern const char rt_names[];
// With --debug-map: the codes of places that can trap, each less the one before
// it.
extern const uint8_t rt_codes[];
// With rt_config.tells_callers: the distance from here to the table of calls.
extern const int32_t rt_calls;

// ---------------------------------------------------- bound functions ---

// Signatures, one after the other: the name (a qstr, as in the stream), the
// function's number in refs, a code for each parameter, 0, a code for each
// result, 0, the signature as text ("name(a: int, b: str) -> int"), 0.
extern const uint8_t rt_bindings[];

// A constant, as rt_config is; both are there with RT_USES_BIND only.
extern const struct rt_bind_config rt_bind_config;

// ------------------------------------------- what the generator can call ---

#include "contract/calls.h"

// nlr_push of the function table. It returns twice, which C cannot say of a
// function pointer: the generator replaces the call by one through the table.
__attribute__((returns_twice)) unsigned rt_nlr_push(
    const mp_fun_table_t *fun_table, void *nlr_buf);

#endif  // WASM2MPY_RUNTIME_RT_H_
