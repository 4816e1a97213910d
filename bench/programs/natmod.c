// What makes a native MicroPython module of wasm2c's output, in the way of
// MicroPython's own (py/dynruntime.mk): run() of an instance, and of wasm2c's
// runtime what the programs use. bench/times compiles and links it.
#include "app.h"
#include "py/dynruntime.h"

// mpy_ld.py places no static variables.
w2c_app instance;
uint32_t wasm_rt_call_stack_depth;

void *memcpy(void *to, const void *from, size_t size) {
  return mp_fun_table.memmove_(to, from, size);
}

void *memmove(void *to, const void *from, size_t size) {
  return mp_fun_table.memmove_(to, from, size);
}

void *memset(void *to, int byte, size_t size) {
  return mp_fun_table.memset_(to, byte, size);
}

int memcmp(const void *left, const void *right, size_t size) {
  const uint8_t *a = left, *b = right;
  for (; size; --size, ++a, ++b) {
    if (*a != *b) return *a - *b;
  }
  return 0;
}

void wasm_rt_trap(wasm_rt_trap_t trap) {
  (void)trap;
  mp_raise_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("trap"));
  for (;;) {
  }
}

bool wasm_rt_is_initialized(void) { return true; }

void wasm_rt_allocate_memory(wasm_rt_memory_t *to, uint64_t pages,
                             uint64_t max_pages, bool is_64) {
  to->data = m_malloc(pages * 65536);
  memset(to->data, 0, pages * 65536);
  to->pages = pages;
  to->max_pages = max_pages;
  to->size = pages * 65536;
  to->is64 = is_64;
}
void wasm_rt_free_memory(wasm_rt_memory_t *memory) { (void)memory; }

void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t *to,
                                    uint32_t elements, uint32_t most) {
  to->data = m_malloc(elements * sizeof(wasm_rt_funcref_t));
  to->size = elements;
  to->max_size = most;
}
void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t *table) { (void)table; }

static mp_obj_t run(mp_obj_t rounds) {
  return mp_obj_new_int_from_uint(
      w2c_app_run(&instance, (uint32_t)mp_obj_get_int(rounds)));
}
static MP_DEFINE_CONST_FUN_OBJ_1(run_obj, run);

mp_obj_t mpy_init(mp_obj_fun_bc_t *self, size_t n_args, size_t n_kw,
                  mp_obj_t *args) {
  MP_DYNRUNTIME_INIT_ENTRY
  wasm2c_app_instantiate(&instance);
  mp_store_global(MP_QSTR_run, MP_OBJ_FROM_PTR(&run_obj));
  MP_DYNRUNTIME_INIT_EXIT
}
