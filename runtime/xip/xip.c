// The native text of a module made with --xip: a stub. The code of the module
// is a bytes constant, which MicroPython leaves in ROMFS, where it is mapped,
// while it copies native text to RAM always.
//
// The stub is entered in place of mpy_init, finds the constant, and jumps to
// its first byte, which is mpy_init. What it must get right:
// - A file need not be aligned in its image. Then the code is copied to an
//   object of its own.
// - Without ROMFS the constant is on MicroPython's heap, as a copy is. The
//   collector sees it: objects of the module lead to rt_module, that to the
//   tables of constants (one block, whose start are the qstrs), those to the
//   bytes object, and that to the start of its bytes.
// - Not all memory can execute. What cannot be found out here is in
//   docs/targets.md.
//
// It is an object of its own, not part of the runtime's bitcode, because it
// must run before the code is where it can.
#include "../contract/constants.h"
#include "../micropython.h"
#include "../rt.h"

// A bytes object [py/objstr.h].
typedef struct mp_obj_bytes {
  mp_obj_base_t base;
  size_t hash;
  size_t size;
  const uint8_t *bytes;
} mp_obj_bytes_t;

typedef mp_obj_t entry_function(mp_obj_t self, size_t n_args, size_t n_kw,
                                mp_obj_t *args);

// Where the code at an address can be executed; 0: nowhere.
#if defined(__thumb__)

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define SCB_CCR REGISTER(0xe000ed14)
#define SCB_ICIALLU REGISTER(0xe000ef50)
#define SCB_DCCMVAC REGISTER(0xe000ef68)
#define CCR_CACHES (3u << 16)
#define CACHE_LINE 32

// Cores with caches of their own (Cortex-M7 and later): what was written must
// have left the one for data. The bits are zero on all others.
static void make_visible(uintptr_t code, size_t size) {
  if ((SCB_CCR & CCR_CACHES) == 0) return;
  for (uintptr_t at = code & -CACHE_LINE; at < code + size; at += CACHE_LINE)
    SCB_DCCMVAC = at;
  __asm__ volatile("dsb" ::: "memory");
  SCB_ICIALLU = 0;
  __asm__ volatile("dsb\n\tisb" ::: "memory");
}

// nRF52 executes its RAM under a second address. Where MicroPython put the stub
// tells whether that is so.
static uintptr_t executable(uintptr_t code, size_t size) {
  uintptr_t here;
  __asm__("mov %0, pc" : "=r"(here));
  make_visible(code, size);
  if (here >> 20 == 0x008 && code >> 28 == 2) code -= 0x20000000 - 0x00800000;
  return code | 1;
}

#elif defined(__riscv) && __riscv_xlen == 32

// ESP32-C3 has flash and RAM at 0x3c000000 to 0x3fffffff for data only; no
// other chip that loads these modules has anything there.
static uintptr_t executable(uintptr_t code, size_t size) {
  (void)size;
  __asm__ volatile(".word 0x0000100f" ::: "memory");  // fence.i
  return code >> 26 == 0x3c000000 >> 26 ? 0 : code;
}

#else

// On computers memory for data is not for code.
static uintptr_t executable(uintptr_t code, size_t size) {
  (void)code, (void)size;
  return 0;
}

#endif

_Noreturn static void refuse(const mp_fun_table_t *fun,
                             const mp_obj_bytes_t *constant) {
  const size_t size = sizeof RT_XIP_ERROR - 1;
  const char *end = (const char *)constant->bytes + constant->size;
  mp_obj_t argument = fun->obj_new_str(end - size, size);
  fun->raise(fun->call_function_n_kw(fun->load_global(MP_QSTR_ImportError), 1,
                                     &argument));
  __builtin_unreachable();
}

__attribute__((visibility("default"))) mp_obj_t xip_entry(mp_obj_t self,
                                                          size_t n_args,
                                                          size_t n_kw,
                                                          mp_obj_t *args) {
  mp_obj_t *objects =
      ((mp_obj_fun_native_t *)self)->context->constants.obj_table;
  const mp_fun_table_t *fun = objects[0];
  mp_obj_bytes_t *constant = objects[RT_XIP_OBJECT];
  if ((uintptr_t)constant->bytes % RT_XIP_ALIGNMENT != 0 && !RT_ON_PC) {
    constant = fun->obj_new_bytes(constant->bytes, constant->size);
    objects[RT_XIP_OBJECT] = constant;
  }
  uintptr_t code = executable((uintptr_t)constant->bytes, constant->size);
  if (code == 0) refuse(fun, constant);
  return ((entry_function *)code)(self, n_args, n_kw, args);
}
