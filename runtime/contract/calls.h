// The functions of the runtime that generated code calls, with C's calling
// convention. rt.h includes this, and so does the generator, for which the
// types of C++ stand for those of the target (src/codegen/abi/runtime_call.h).
// So what stands here is in the subset of C and C++, and a declaration that is
// changed is an error wherever the function is called with something else.
//
// Addresses, lengths and page counts are uintptr_t; the generator widens i32
// operands and traps before it narrows an i64 operand. Functions that return
// int return 0 when the operation is out of bounds; the generator then traps.
#ifndef WASM2MPY_RUNTIME_CONTRACT_CALLS_H_
#define WASM2MPY_RUNTIME_CONTRACT_CALLS_H_

// rt_type.enter: calls `code` (WebAssembly calling convention) with parameters
// from slots and leaves the results there.
typedef void rt_enter_function(void *context, void *code, rt_slot *slots);

// An imported function that runtime/host has.
typedef void rt_host_function(rt_instance *instance, rt_slot *slots);

// Initialises globals, tables and memories, and runs the start function and
// `_initialize`. Has the form of rt_type.enter; code is not used. With
// RT_USES_FUEL `slots` is one with what the instance may use, or null.
// The generator defines it.
void rt_init(rt_instance *instance, void *code, rt_slot *slots);

// Called by the `leave` function of a type.
void rt_import_call(rt_import_func *function, rt_slot *slots);
// The same with RT_USES_TOLD_CALLS.
void rt_import_call_told(rt_import_func *function, rt_slot *slots);

// Raises Trap with the given text. Never returns.
[[noreturn]] void rt_trap(rt_instance *instance, const char *text);
// The same with a name behind the text: the number-th of rt_names, counted
// from 1.
[[noreturn]] void rt_trap_named(rt_instance *instance, const char *text,
                                const void *number);
// The same with a code in the text, which has "%x" for it: the sum of the first
// `number` of rt_codes.
[[noreturn]] void rt_trap_at(rt_instance *instance, const char *text,
                             const void *number);
// Called when the native stack pointer is below the limit: traps with "call
// stack exhausted", or returns when it is another thread's and has room there.
void rt_stack_check(rt_instance *instance);
// The same when fewer than `size` bytes are left above the limit.
void rt_stack_check_ahead(rt_instance *instance, uintptr_t size);
// Called by rt_init before functions of the module run: the thread that makes
// the instance need not be one that has called in it.
void rt_stack_start(rt_instance *instance);
// Counts a slice of work, and when no work is left until the next poll, lets
// MicroPython do what is pending. Python code can run, and exceptions can come.
void rt_poll(rt_instance *instance);
// A reference to a function is stored where only this instance finds it.
void rt_stack_share(rt_instance *instance, rt_func *function);

// The reference to refs[index]; makes it when needed.
rt_func *rt_ref(rt_instance *instance, uint32_t index);
// Whether the type of a function equals one of another module (compares
// text); the generator has compared addresses before.
int rt_type_equal(const rt_type *a, const rt_type *b);

// The same, or a supertype of the function's type does.
int rt_type_matches(const rt_type *type, const rt_type *wanted);

// A structure or an array of the type with that number among those that the
// module makes; all fields are zero. Raises MemoryError.
void *rt_new_struct(rt_instance *instance, uint32_t number);
rt_array *rt_new_array(rt_instance *instance, uint32_t number,
                       uintptr_t length);
// An array of `count` elements that are in `from`, which has `size` bytes, or
// references if the elements are such; `at` likewise. Null: out of bounds.
rt_array *rt_new_array_of(rt_instance *instance, uint32_t number,
                          const void *from, uintptr_t size, uintptr_t at,
                          uintptr_t count);
int rt_array_init(rt_array *array, uintptr_t to_at, const void *from,
                  uintptr_t size, uintptr_t at, uintptr_t count);
// `value` is an element as it is stored.
int rt_array_fill(rt_array *array, uintptr_t at, const void *value,
                  uintptr_t count);
int rt_array_copy(rt_array *to, uintptr_t to_at, rt_array *from,
                  uintptr_t from_at, uintptr_t count);
// Whether what is neither null nor a function is of a type: a concrete one of
// structures or arrays, or an rt_heap.
int rt_object_is(rt_instance *instance, void *object, const rt_type *wanted);

// An exception whose values are not written yet.
rt_exception *rt_new_exception(rt_instance *instance, rt_tag *tag);
// Raises what it is to Python. Never returns.
[[noreturn]] void rt_raise_exception(rt_instance *instance,
                                     rt_exception *exception);
// Calls a function that is not the instance's own. A Python exception that
// leaves it is noted in the instance.
void rt_guarded_call(rt_instance *instance, rt_func *function, rt_slot *slots);

// The size before in pages, or UINTPTR_MAX.
uintptr_t rt_memory_grow(rt_memory *memory, uintptr_t delta);
int rt_memory_fill(rt_memory *memory, uintptr_t at, uint32_t byte,
                   uintptr_t count);
int rt_memory_copy(rt_memory *to, rt_memory *from, uintptr_t to_at,
                   uintptr_t from_at, uintptr_t count);
// `bytes` and `size`: the data segment (size 0 when dropped).
int rt_memory_init(rt_memory *memory, uintptr_t at, const uint8_t *bytes,
                   uintptr_t size, uintptr_t from_at, uintptr_t count);
// Writes an image (src/codegen/abi/data_image.h) of at least one piece, all of
// which is in bounds, to a new memory.
void rt_init_data(rt_memory *memory, const uint8_t *image, uintptr_t size);
// The contents of the object rt_config.data_object.
const uint8_t *rt_data_object(rt_instance *instance);

// Accesses of a lean memory 0 that are in none of its views. They trap if
// they are out of bounds. `access` is the offset << RT_ACCESS_SIZE_BITS and the
// size in bytes. None of them moves the main window, the hot one, or that of
// the stack.
//
// A load gets an eighth of what must be added to the index for the load at
// (base of the main window) + index + offset to find the bytes, until something
// else is accessed.
uintptr_t rt_lean_load(rt_instance *instance, uintptr_t index,
                       uintptr_t access);
void rt_lean_store(rt_instance *instance, uintptr_t index, uintptr_t access,
                   uintptr_t value);
// Where generated code does not rely on windows to stay: joins what lies side
// by side, and chooses the hot window, if there was enough cause for it.
void rt_lean_settle(rt_instance *instance);
// The same where the main window and that of the stack must stay.
void rt_lean_choose(rt_instance *instance);
// Makes the window with the linear stack have the `bytes` below `pointer`, and
// all of the stack above them. Any window may move.
void rt_lean_deepen(rt_instance *instance, uintptr_t pointer, uintptr_t bytes);
// For calls that leave all registers alone, see rt_lean_far.c: what the code
// behind does with one instruction; and stand-ins for the two accesses above.
void rt_lean_look_here(void);
uintptr_t rt_lean_load_here(rt_instance *instance, uintptr_t index,
                            uintptr_t access);
void rt_lean_store_here(rt_instance *instance, uintptr_t index,
                        uintptr_t access, uintptr_t value);
// Of more bytes than a word has.
void rt_lean_store_from(rt_instance *instance, uintptr_t index,
                        uintptr_t access, const void *bytes);

// The size before in elements, or UINTPTR_MAX.
uintptr_t rt_table_grow(rt_table *table, uintptr_t delta, void *value);
int rt_table_fill(rt_table *table, uintptr_t at, void *value, uintptr_t count);
int rt_table_copy(rt_table *to, rt_table *from, uintptr_t to_at,
                  uintptr_t from_at, uintptr_t count);
int rt_table_init(rt_table *table, uintptr_t at, void **items, uintptr_t size,
                  uintptr_t from_at, uintptr_t count);
// An active element segment of function references: `count` unsigned LEB128
// numbers, each 1 + the index in refs, or 0 for null.
int rt_table_init_refs(rt_instance *instance, rt_table *table, uintptr_t at,
                       const uint8_t *refs, uintptr_t count);
// A passive element segment: a zeroed block of `count` references.
void **rt_elements(rt_instance *instance, uintptr_t count);

// Operations for targets without instructions for them; exact, quiet NaNs.
float rt_min_f32(float a, float b);
float rt_max_f32(float a, float b);
double rt_min_f64(double a, double b);
double rt_max_f64(double a, double b);
float rt_sqrt_f32(float a);
double rt_sqrt_f64(double a);
float rt_ceil_f32(float a);
float rt_floor_f32(float a);
float rt_trunc_f32(float a);
float rt_nearest_f32(float a);
double rt_ceil_f64(double a);
double rt_floor_f64(double a);
double rt_trunc_f64(double a);
double rt_nearest_f64(double a);

// Accesses at any address, for targets that fault on one that is not aligned.
uint32_t rt_load16(const uint8_t *at);
uint32_t rt_load32(const uint8_t *at);
uint64_t rt_load64(const uint8_t *at);
void rt_store16(uint8_t *at, uint32_t value);
void rt_store32(uint8_t *at, uint32_t value);
void rt_store64(uint8_t *at, uint64_t value);

#endif  // WASM2MPY_RUNTIME_CONTRACT_CALLS_H_
