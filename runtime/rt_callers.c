// Which functions of the module called each other, up to where a trap is
// raised or passes an import.
//
// The tool knows for each call how far above the stack pointer the caller's
// frame ends, and that its return address is in the last word of it. So the
// walk reads nothing but return addresses: from frame to frame, upwards, for as
// long as the address is behind a call that the table has. It has none of what
// is called from outside of the module (rt_type.enter), so the walk ends there.
// Whatever the stack holds, no word is read that is not below the nlr_buf of
// whoever called.
#include "rt_internal.h"

// So many are told, and the last one.
#define MOST_CALLERS 8

// Where the frame of the caller begins: where that of the function itself ends.
// And what a return address has beside the address.
#if defined(__arm__)
#define FRAME_END ((uintptr_t)__builtin_sponentry())
#define ADDRESS_BITS 1
#elif defined(__riscv)
#define FRAME_END ((uintptr_t)__builtin_frame_address(0))
#define ADDRESS_BITS 0
#else
#define FRAME_END ((uintptr_t)__builtin_frame_address(0) + 2 * sizeof(void *))
#define ADDRESS_BITS 0
#endif

// The table, behind a number that says how far from the image's start rt_calls
// is. An entry is of all addresses from its own on, up to that of the next one:
//   4 * (the address less the one before it) + 2 * A + B; 0: no more entries
//   if A: the frame (RT_FRAME_WORD, RT_FRAME_FAR), else it is as before; 0: the
//   walk ends
//   if B: the functions of the module that the call stands in, the innermost
//   first, each 2 * (what it is less the last one, as zigzag) + more follow
// All are numbers as rt_number reads them.
typedef struct {
  uint32_t frame;            // as the table has it
  uint32_t last;             // the value before the first one
  const uint8_t *functions;  // null: none
} entry;

static uint32_t step(const uint8_t **at, uint32_t *value) {
  uint32_t number = rt_number(at);
  *value += number >> 2 ^ -(number >> 1 & 1);
  return number & 1;
}

static entry find(uintptr_t address) {
  const uint8_t *at =
      (const uint8_t *)&rt_calls + *(const volatile int32_t *)&rt_calls;
  entry found = {0, 0, 0}, next = found;
  uintptr_t start = (uintptr_t)&rt_calls - rt_number(&at);
  uint32_t head;
  while ((head = rt_number(&at)) && (start += head >> 2) <= address) {
    if (head & 2) next.frame = rt_number(&at);
    found.frame = next.frame;
    found.last = next.last;
    found.functions = head & 1 ? at : 0;
    while (head & 1) head = step(&at, &next.last);
  }
  if (!head) found.frame = 0;
  return found;
}

// What tells one function, behind the text.
static mp_obj_t tell(rt_module *module, mp_obj_t text, uint32_t value,
                     int is_first, uint32_t told) {
  const mp_fun_table_t *fun = module->fun_table;
  int opens = is_first && (!told || told == RT_TOLD_IMPORT);
  if (rt_config.tells_callers == RT_TELLS_CODES)
    return rt_add(fun, text,
                  fun->binary_op(MP_BINARY_OP_MODULO,
                                 rt_string(fun, opens ? " [0x%x" : " 0x%x"),
                                 mp_small_int(value)));
  opens &= told != RT_TOLD_IMPORT;
  text = rt_add(fun, text, rt_string(fun, opens ? " in " : "\n  called by "));
  return rt_add(fun, text, rt_string(fun, rt_name(value)));
}

// Apart, because a buffer takes a third of a KB on some cores, and there may be
// little left of the stack.
static __attribute__((noinline)) uintptr_t
innermost_nlr_buf(const mp_fun_table_t *fun) {
  mp_nlr_buf_t buf;
  rt_nlr_push(fun, &buf);
  fun->nlr_pop();
  return (uintptr_t)buf.prev;
}

__attribute__((noinline)) mp_obj_t rt_with_callers(rt_module *module,
                                                   mp_obj_t text,
                                                   uint32_t told) {
  const mp_fun_table_t *fun = module->fun_table;
  uintptr_t address = (uintptr_t)__builtin_return_address(0);
  uintptr_t frame = FRAME_END;
  uintptr_t end = innermost_nlr_buf(fun);
  const uintptr_t *registers = 0;
  int is_innermost = 1;
  uint32_t count = 0, value = 0;
  for (;;) {
    entry caller = find(address & ~(uintptr_t)ADDRESS_BITS);
    uint32_t more = caller.functions != 0;
    uint32_t next = caller.last;
    while (more) {
      more = step(&caller.functions, &next);
      // The text has it.
      int is_told = is_innermost && next == told;
      is_innermost = 0;
      if (is_told) continue;
      value = next;
      if (++count <= MOST_CALLERS)
        text = tell(module, text, value, count == 1, told);
    }
    frame += caller.frame / RT_FRAME_WORD * sizeof(uintptr_t);
    if (!caller.frame || frame > end) break;
    address = ((const uintptr_t *)frame)[-1];
    // The code behind the access, and what that would return to.
    if (RT_HAS_FAR && caller.frame & RT_FRAME_FAR) {
      if (registers) {
        address = registers[RT_FAR_RETURN];
      } else {
        registers = RT_FAR_REGISTERS(frame);
        frame = (uintptr_t)(registers + RT_FAR_WORDS);
        address = registers[RT_FAR_LINK];
        continue;
      }
    }
    registers = 0;
  }
  int has_codes = rt_config.tells_callers == RT_TELLS_CODES;
  if (count > MOST_CALLERS + 1)
    text = rt_add(fun, text, rt_string(fun, has_codes ? " ..." : "\n  ..."));
  if (count > MOST_CALLERS) text = tell(module, text, value, 0, told);
  if (has_codes && (count || (told && told != RT_TOLD_IMPORT)))
    text = rt_add(fun, text, rt_string(fun, "]"));
  return text;
}
