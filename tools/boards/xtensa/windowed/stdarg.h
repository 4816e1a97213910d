// Variadic functions for the windowed ABI. LLVM 22 stores the right three words
// at va_start, but makes wrong code of va_arg; so this is our own.
#ifndef BOARD_STDARG_H
#define BOARD_STDARG_H

#define __GNUC_VA_LIST

typedef struct {
  char *registers;  // where the next argument in a register has been saved
  int left;         // registers after it
  char *stack;      // the next argument on the stack
} va_list[1], __gnuc_va_list[1];

// LLVM gives the beginning of the arguments on the stack minus 32, the saved
// registers, and how many bytes of registers the named arguments took, or more
// than all six.
#define va_start(list, last)                                 \
  do {                                                       \
    __builtin_va_list theirs;                                \
    __builtin_va_start(theirs, last);                        \
    volatile unsigned *words = (volatile unsigned *)&theirs; \
    (list)->stack = (char *)(words[0] + 32);                 \
    (list)->registers = (char *)words[1];                    \
    (list)->left = 6 - (int)(words[2] / 4);                  \
  } while (0)

static inline __attribute__((unused)) void *va_next(va_list list, int size) {
  int words = (size + 3) / 4;
  // Two words begin at an even register, and on the stack at a multiple of 8.
  if (words == 2 && list->left & 1) {
    list->left--;
    list->registers += 4;
  }
  if (list->left >= words) {
    void *argument = list->registers;
    list->registers += 4 * words;
    list->left -= words;
    return argument;
  }
  list->left = 0;
  if (words == 2) list->stack = (char *)(((unsigned)list->stack + 7) & ~7u);
  void *argument = list->stack;
  list->stack += 4 * words;
  return argument;
}

#define va_arg(list, type) (*(type *)va_next(list, sizeof(type)))
#define va_end(list) ((void)0)
#define va_copy(to, from) ((to)[0] = (from)[0])

#endif
