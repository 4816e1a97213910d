// Linear memory: operations of generated code, and the Python object.
//
// The bytes are one block of MicroPython's heap. A Python view (memoryview,
// bytearray) points to the start of that block and so keeps it alive: growing
// happens in place or moves to a new block, and never frees the old one.
#include "rt_internal.h"

// No memory is so large. What MicroPython and we add to a size does not wrap.
#define RT_TOO_LARGE (UINTPTR_MAX - 64)

// Pages to bytes; at most RT_TOO_LARGE, which nothing can allocate.
static uintptr_t to_bytes(uint64_t pages, uint32_t page_log2) {
  return pages <= RT_TOO_LARGE >> page_log2 ? (uintptr_t)pages << page_log2
                                            : RT_TOO_LARGE;
}

// Of an own memory.
static uint32_t page_log2_of(const rt_memory *memory) {
  return RT_USES(PLAIN_MEMORY) ? rt_config.memory_page_log2 : memory->page_log2;
}

rt_memory *rt_new_memory(rt_module *module, const uint8_t **at, int is_first) {
  const mp_fun_table_t *fun = module->fun_table;
  size_t size_of = RT_USES(LEAN) ? sizeof(rt_lean) : sizeof(rt_memory);
  if (RT_USES(LEAN) && RT_USES(VECTORS)) size_of += sizeof(rt_slot);
  rt_memory *memory = rt_alloc(fun, RT_WORDS(size_of));
  memory->base.type = rt_type_of(module, RT_KIND_MEMORY);
  memory->module = module;
  uintptr_t size = rt_config.memory_bytes;
  if (!RT_USES(PLAIN_MEMORY)) {
    uint64_t min = rt_long_number(at);
    memory->max_pages = rt_long_number(at) - 1;
    memory->page_log2 = (uint8_t)rt_number(at);
    memory->type_bits = (uint8_t)rt_number(at);
    memory->is_fixed = (uint8_t)rt_number(at);
    if (RT_USES(LEAN)) memory->is_lean = (uint8_t)rt_number(at);
    if (!size || !is_first) size = to_bytes(min, memory->page_log2);
  } else if (RT_HAS_TYPE(RT_KIND_MEMORY)) {
    // Only other modules ask for it.
    memory->max_pages = (uint64_t)rt_config.memory_max - 1;
    memory->page_log2 = rt_config.memory_page_log2;
    memory->is_fixed = rt_config.memory_is_fixed;
    memory->is_lean = RT_USES(LEAN) != 0;
  }
  // Raises MemoryError for what is too large.
  if (size && (!rt_lean_of(memory) || size == RT_TOO_LARGE))
    memory->data = rt_new_block(fun, RT_WORDS(size));
  memory->size = size;
  return memory;
}

uintptr_t rt_memory_grow(rt_memory *memory, uintptr_t delta) {
  const mp_fun_table_t *fun = memory->module->fun_table;
  uint32_t page_log2 = page_log2_of(memory);
  uintptr_t old_size = memory->size;
  uintptr_t old_pages = old_size >> page_log2;
  if (delta == 0) return old_pages;
  if (RT_USES(PLAIN_MEMORY) ? rt_config.memory_is_fixed : memory->is_fixed)
    return UINTPTR_MAX;
  uint64_t pages = (uint64_t)old_pages + delta;
  uintptr_t size = to_bytes(pages, page_log2);
  uint64_t max = RT_USES(PLAIN_MEMORY) ? (uint64_t)rt_config.memory_max - 1
                                       : memory->max_pages;
  // The maximum of a shared memory is within its addresses.
  if (pages < delta || pages > max ||
      ((RT_USES(PLAIN_MEMORY) || !memory->type_bits) &&
       (uint64_t)(size - 1) >> 32))
    return UINTPTR_MAX;
  if (rt_lean_of(memory)) {
    // Nothing has to be there yet. On a target of 32 bits, all pages of an
    // address of 32 bits are more than can be counted.
    if (size >> page_log2 != pages) return UINTPTR_MAX;
    memory->size = size;
    rt_lean_grown(rt_lean_of(memory), old_size);
    return old_pages;
  }
  uint8_t *data = memory->data;
  if (data) data = fun->realloc_(data, size, 0);
  if (!data) {
    data = fun->realloc_(0, size, 0);
    if (!data) return UINTPTR_MAX;
    fun->memmove_(data, memory->data, old_size);
  }
  fun->memset_(data + old_size, 0, size - old_size);
  memory->data = data;
  memory->size = size;
  return old_pages;
}

int rt_memory_fill(rt_memory *memory, uintptr_t at, uint32_t byte,
                   uintptr_t count) {
  if (!rt_within(at, count, memory->size)) return 0;
  rt_lean *lean = rt_lean_of(memory);
  if (lean) {
    rt_lean_fill(lean, at, byte, count);
  } else if (count)
    memory->module->fun_table->memset_(memory->data + at, (int)byte, count);
  return 1;
}

int rt_memory_copy(rt_memory *to, rt_memory *from, uintptr_t to_at,
                   uintptr_t from_at, uintptr_t count) {
  if (!rt_within(to_at, count, to->size) ||
      !rt_within(from_at, count, from->size))
    return 0;
  rt_lean *source = rt_lean_of(from);
  if (source && !rt_lean_is_touched(source, from_at, count)) {
    rt_memory_fill(to, to_at, 0, count);
  } else if (source || rt_lean_of(to)) {
    rt_lean_copy(to, from, to_at, from_at, count);
  } else if (count)
    to->module->fun_table->memmove_(to->data + to_at, from->data + from_at,
                                    count);
  return 1;
}

int rt_memory_init(rt_memory *memory, uintptr_t at, const uint8_t *bytes,
                   uintptr_t size, uintptr_t from_at, uintptr_t count) {
  if (!rt_within(at, count, memory->size) || !rt_within(from_at, count, size))
    return 0;
  if (count)
    memory->module->fun_table->memmove_(rt_memory_bytes(memory, at, count),
                                        bytes + from_at, count);
  return 1;
}

// ---------------------------------------------------------- Python object ---

intptr_t rt_memory_buffer(mp_obj_t self, mp_buffer_info_t *info,
                          uintptr_t flags) {
  (void)flags;
  rt_memory *memory = self;
  if (rt_lean_of(memory))
    rt_raise(memory->module, MP_QSTR_TypeError,
             "a lean memory has no buffer: use slices");
  info->buf = memory->data;
  info->len = memory->size;
  info->typecode = 'B';
  return 0;
}

// How large it is, in units of 2^`log2` bytes.
static mp_obj_t size_object(const rt_memory *memory, uint32_t log2) {
  uint32_t bytes = rt_config.memory_bytes;
  if (RT_USES(PLAIN_MEMORY) && rt_config.memory_is_fixed && !(bytes >> 30))
    return mp_small_int((intptr_t)(bytes >> log2));
  return memory->module->fun_table->native_to_obj(memory->size >> log2,
                                                  MP_NATIVE_TYPE_UINT);
}

mp_obj_t rt_memory_len(unsigned op, mp_obj_t self) {
  rt_memory *memory = self;
  if (op != MP_UNARY_OP_LEN) return MP_OBJ_NULL;
  return size_object(memory, 0);
}

// MicroPython's own types do the work: slices of a bytearray are copies, and
// a memoryview refuses to store a slice of another length (a bytearray would
// reallocate its bytes).
mp_obj_t rt_memory_subscr(mp_obj_t self, mp_obj_t index, mp_obj_t value) {
  rt_memory *memory = self;
  rt_module *module = memory->module;
  const mp_fun_table_t *fun = module->fun_table;
  if (rt_lean_of(memory))
    return rt_lean_subscr(rt_lean_of(memory), index, value);
  mp_obj_t view;
  if (rt_is_load(value)) {
    view = fun->obj_new_bytearray_by_ref(memory->size, memory->data);
  } else {
    view = fun->call_function_n_kw(rt_builtin(fun, RT_QSTR(module, memoryview)),
                                   1, &self);
  }
  return fun->obj_subscr(view, index, value);
}

// memory.grow(pages)
static mp_obj_t grow(size_t n_args, const mp_obj_t *args) {
  (void)n_args;
  rt_memory *memory = args[0];
  rt_module *module = memory->module;
  const mp_fun_table_t *fun = module->fun_table;
  uintptr_t old = rt_memory_grow(memory, (uintptr_t)rt_integer(fun, args[1]));
  if (old == UINTPTR_MAX)
    rt_raise(module, MP_QSTR_ValueError, "can't grow memory");
  return fun->native_to_obj(old, MP_NATIVE_TYPE_UINT);
}

void rt_memory_attr(mp_obj_t self, mp_qstr_t attr, mp_obj_t *dest) {
  rt_memory *memory = self;
  rt_module *module = memory->module;
  const mp_fun_table_t *fun = module->fun_table;
  if (dest[0] != MP_OBJ_NULL) return;  // nothing can be stored
  if (attr == RT_QSTR(module, size)) {
    dest[0] = size_object(memory, page_log2_of(memory));
  } else if (attr == RT_QSTR(module, grow)) {
    dest[0] = rt_method(fun, (void *)grow, MP_FUN_SIG(2, 2, 0));
    dest[1] = self;
  } else if (RT_USES(BIND)) {
    rt_bind_memory_attr(memory, attr, dest);
  }
}
