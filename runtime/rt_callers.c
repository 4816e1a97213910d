// Which functions of the module called each other, up to where a trap is
// raised or passes an import.
//
// The tool knows for each call how far above the stack pointer the caller's
// frame ends, and where in it the return address is: in the last word, mostly.
// So the walk reads nothing but return addresses: from frame to frame, upwards,
// for as long as the address is behind a call that the table has. With windows
// of registers it reads the caller's stack pointer, too. The table has none of
// what is called from outside of the module (rt_type.enter), so the walk ends
// there. Whatever the stack holds, no word is read that is not below the
// nlr_buf of whoever called.
#include "rt_internal.h"

// So many are told, and the last one.
#define MOST_CALLERS 8

// Where the walk begins: in the caller, whose frame begins where that of the
// function itself ends. Where that is known of calls only, in the function
// itself. And the address in a return address.
#if defined(__arm__)
#define FIRST_FRAME ((uintptr_t)__builtin_sponentry())
#define CODE_ADDRESS(link) ((link) & ~(uintptr_t)1)
#elif defined(__riscv)
#define FIRST_FRAME ((uintptr_t)__builtin_frame_address(0))
#elif defined(__xtensa__)
#define FIRST_FRAME stack_pointer()
static inline uintptr_t stack_pointer(void) {
  uintptr_t pointer;
  __asm__ volatile("mov %0, a1" : "=r"(pointer));
  return pointer;
}
#ifdef __XTENSA_WINDOWED_ABI__
// The highest bits say by how many registers the window has moved.
#define CODE_ADDRESS(link) (((link) & 0x3fffffff) | (IN_CODE & 0xc0000000))
#else
#define FRAME_ALIGNMENT 4
#define FIRST_ADDRESS here()
static __attribute__((noinline)) uintptr_t here(void) {
  return (uintptr_t)__builtin_return_address(0);
}
#endif
#else
#define FIRST_FRAME ((uintptr_t)__builtin_frame_address(0) + 2 * sizeof(void *))
#endif
#ifndef FRAME_ALIGNMENT
#define FRAME_ALIGNMENT 1
#endif
#ifndef FIRST_ADDRESS
#define FIRST_ADDRESS ((uintptr_t)__builtin_return_address(0))
#endif
#ifndef CODE_ADDRESS
#define CODE_ADDRESS(link) (link)
#endif

// A place whose distance from the image's start the table tells.
#if RT_DATA_APART
#define IN_CODE ((uintptr_t)rt_with_callers)
#else
#define IN_CODE ((uintptr_t)&rt_calls)
#endif

// The table, behind a number that says how far from the image's start IN_CODE
// is. An entry is of all addresses from its own on, up to that of the next one:
//   4 * (the address less the one before it) + 2 * A + B; 0: no more entries
//   if A: the frame (RT_FRAME_WORD, RT_FRAME_FAR), else it is as before; 0: the
//   walk ends. Where all have multiples of FRAME_ALIGNMENT words, the rest
//   says how many are behind the return address
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
  uintptr_t start = IN_CODE - rt_number(&at);
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

// A call that has not returned.
typedef struct {
  uintptr_t address;           // where it will
  uintptr_t frame;             // where the one of its caller begins
  const uintptr_t *registers;  // of a far access, until its caller is found
} call;

#ifdef __XTENSA_WINDOWED_ABI__

// So many calls need all registers of the largest core.
#define MOST_WINDOWS 8

// Registers of functions above go to the stack when others need them.
static __attribute__((noinline)) void spill_windows(int calls) {
  if (calls) spill_windows(calls - 1);
  __asm__ volatile("");
}

// Below its frame a function has the first registers of its caller: the return
// address and the stack pointer.
static int climb(call *at, uint32_t frame, uintptr_t end) {
  const uintptr_t *saved = (const uintptr_t *)at->frame - 4;
  if (!frame || saved[1] <= at->frame || saved[1] > end) return 0;
  at->address = saved[0];
  at->frame = saved[1];
  return 1;
}

#else

#define MOST_WINDOWS 0
static void spill_windows(int calls) { (void)calls; }

// To the call that the caller is called by; 0: that is not known.
static int climb(call *at, uint32_t frame, uintptr_t end) {
  uint32_t words = frame / RT_FRAME_WORD;
  int32_t behind = (int32_t)(words % FRAME_ALIGNMENT);
  at->frame += (words - (uint32_t)behind) * sizeof(uintptr_t);
  if (!frame || at->frame > end) return 0;
  const uintptr_t *registers = at->registers;
  at->registers = 0;
  if (!RT_HAS_FAR || !(frame & RT_FRAME_FAR)) {
    at->address = ((const uintptr_t *)at->frame)[-1 - behind];
  } else if (registers) {
    at->address = registers[RT_FAR_RETURN];
  } else {
    // The place behind the access.
    at->registers = RT_FAR_REGISTERS(at->frame);
    at->frame = (uintptr_t)(at->registers + RT_FAR_WORDS);
    at->address = at->registers[RT_FAR_LINK];
  }
  return 1;
}

#endif

__attribute__((noinline)) mp_obj_t rt_with_callers(rt_module *module,
                                                   mp_obj_t text,
                                                   uint32_t told) {
  int only_place = rt_config.tells_callers == RT_TELLS_PLACE;
  if (only_place && told) return text;
  const mp_fun_table_t *fun = module->fun_table;
  call at = {FIRST_ADDRESS, FIRST_FRAME, 0};
  uintptr_t end = innermost_nlr_buf(fun);
  int is_innermost = 1;
  uint32_t count = 0, value = 0;
  entry caller;
  spill_windows(MOST_WINDOWS);
  do {
    caller = find(CODE_ADDRESS(at.address));
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
      if (only_place) return text;
    }
  } while (climb(&at, caller.frame, end));
  int has_codes = rt_config.tells_callers == RT_TELLS_CODES;
  if (count > MOST_CALLERS + 1)
    text = rt_add(fun, text, rt_string(fun, has_codes ? " ..." : "\n  ..."));
  if (count > MOST_CALLERS) text = tell(module, text, value, 0, told);
  if (has_codes && (count || (told && told != RT_TOLD_IMPORT)))
    text = rt_add(fun, text, rt_string(fun, "]"));
  return text;
}
