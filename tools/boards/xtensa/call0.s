# The call0 ABI: arguments and results in a2 to a7, a12 to a15 are the callee's
# to keep, a0 is the return address, a1 the stack pointer.

	.text
	.literal_position

	.global _start
	.align 4
_start:
	mov	a2, a1
	movi	a1, _stack_top
	movi	a0, 0
	movi	a3, start
	jx	a3

	.global cpu_restart
	.align 4
cpu_restart:
	movi	a1, _stack_top
	movi	a2, 0
	movi	a0, 0
	movi	a3, start
	jx	a3

# Linux takes the number in a2 and arguments in a6, a3, a4, a5.
	.global linux_call
	.align 4
linux_call:
	mov	a7, a3
	mov	a3, a4
	mov	a4, a5
	mov	a5, a6
	mov	a6, a7
	syscall
	ret

	.global cpu_spill
	.align 4
cpu_spill:
	s32i	a12, a2, 0
	s32i	a13, a2, 4
	s32i	a14, a2, 8
	s32i	a15, a2, 12
	mov	a2, a1
	ret
