// What wasm2c's output needs to be a program of the bench: run() on an
// instance, and of wasm2c's runtime what the programs use, with memory that is
// not allocated. There is no C library; a trap ends the program.
#include "app.h"

// Also what some compilers make of __builtin_trap().
void abort(void) {
  *(volatile char *)0 = 0;
  for (;;) {
  }
}

static uint64_t memory[65536 * 2 / 8];
static wasm_rt_funcref_t table[16];
uint32_t wasm_rt_call_stack_depth;

uint32_t run(uint32_t rounds) {
  static w2c_app instance;
  wasm2c_app_instantiate(&instance);
  return w2c_app_run(&instance, rounds);
}

void wasm_rt_trap(wasm_rt_trap_t trap) {
  (void)trap;
  abort();
}

bool wasm_rt_is_initialized(void) { return true; }

void wasm_rt_allocate_memory(wasm_rt_memory_t *to, uint64_t pages,
                             uint64_t max_pages, bool is_64) {
  if (pages * 65536 > sizeof memory) abort();
  to->data = (uint8_t *)memory;
  to->pages = pages;
  to->max_pages = max_pages;
  to->size = pages * 65536;
  to->is64 = is_64;
}
void wasm_rt_free_memory(wasm_rt_memory_t *memory_) { (void)memory_; }

void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t *to,
                                    uint32_t elements, uint32_t most) {
  if (elements > sizeof table / sizeof table[0]) abort();
  to->data = table;
  to->size = elements;
  to->max_size = most;
}
void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t *table_) {
  (void)table_;
}

// Of types of functions, where addresses differ.
int memcmp(const void *left, const void *right, size_t size) {
  const uint8_t *a = left, *b = right;
  for (; size; --size, ++a, ++b) {
    if (*a != *b) return *a - *b;
  }
  return 0;
}

// Of picolibc's isnan() where the compiler is not GCC: NaN is 0.
int __fpclassifyd(double x) { return x == x ? 4 : 0; }
int __fpclassifyf(float x) { return x == x ? 4 : 0; }
