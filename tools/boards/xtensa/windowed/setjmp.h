// For the windowed ABI, as long as newlib's: native modules have the buffer on
// their stack.
#ifndef BOARD_SETJMP_H
#define BOARD_SETJMP_H

typedef unsigned jmp_buf[17];

int setjmp(jmp_buf buffer) __attribute__((returns_twice));
_Noreturn void longjmp(jmp_buf buffer, int value);

#endif
