# The windowed ABI. A call of the kind callN gives the callee a window of
# registers N further up: what is a0 to a7 there is aN to aN+7 here. Nobody
# saves registers; when the windows of calls that are still active fill the
# register file, the oldest are spilled to the stack by a trap (here by QEMU),
# and loaded again when their calls are returned to.
#
# Where the registers of a frame are spilled to:
#   a0 to a3   the 16 bytes below the stack pointer of the frame that it called
#   a4 to a7   32 bytes below the stack pointer of the frame that called it,
#   a8 to a11  48 bytes: all this in its own frame, under the 16 bytes which
#              are there for its caller's caller
# A frame's caller has its stack pointer in a1, so it is the second word of what
# is spilled below the frame. The two upper bits of a0 say how the frame was
# called (1: call4, 2: call8, 3: call12), which is how many of a0 to a11 are its
# own.
#
# For clang's assembler, like its own output: no literals but in .literal.

	.section .literal,"ax",@progbits
	.p2align 2
.Lstack_top:
	.long	_stack_top
.Lstart:
	.long	start

	.section .code,"ax",@progbits

	.global _start
	.type	_start,@function
	.p2align 2
_start:
	mov	a6, a1
	movi	a0, 0
	l32r	a1, .Lstack_top
	l32r	a4, .Lstart
	callx4	a4

# All windows but ours go to the stack that is to be forgotten, and ours is as
# at the start.
	.global cpu_restart
	.type	cpu_restart,@function
	.p2align 2
cpu_restart:
	entry	a1, 32
	movi	a10, 8
	call8	spill_deeper
	movi	a6, 0
	movi	a0, 0
	l32r	a1, .Lstack_top
	l32r	a4, .Lstart
	callx4	a4

# Linux takes the number in a2 and arguments in a6, a3, a4, a5.
	.global linux_call
	.type	linux_call,@function
	.p2align 2
linux_call:
	entry	a1, 32
	mov	a7, a3
	mov	a3, a4
	mov	a4, a5
	mov	a5, a6
	mov	a6, a7
	syscall
	retw

# Calls itself a2 times. 64 registers are 8 windows of the size of call8: the
# ninth call has pushed out all that were there before the first.
	.type	spill_deeper,@function
	.p2align 2
spill_deeper:
	entry	a1, 32
	beqz	a2, .Ldeep_enough
	addi	a10, a2, -1
	call8	spill_deeper
.Ldeep_enough:
	retw

# The caller's own a0 to a3 are then below our stack pointer.
	.global cpu_spill
	.type	cpu_spill,@function
	.p2align 2
cpu_spill:
	entry	a1, 32
	movi	a10, 8
	call8	spill_deeper
	movi	a3, 0
	s32i	a3, a2, 0
	s32i	a3, a2, 4
	s32i	a3, a2, 8
	s32i	a3, a2, 12
	addi	a2, a1, -16
	retw

# jmp_buf: 0 a0 to a3 of the caller, 16 its a4 to a7, 32 its a8 to a11, 48 our
# return address.
	.global setjmp
	.type	setjmp,@function
	.p2align 2
setjmp:
	entry	a1, 32
	movi	a10, 8
	call8	spill_deeper
	addi	a4, a1, -16
	l32i	a3, a4, 0
	s32i	a3, a2, 0
	l32i	a5, a4, 4		# the caller's stack pointer
	s32i	a5, a2, 4
	l32i	a3, a4, 8
	s32i	a3, a2, 8
	l32i	a3, a4, 12
	s32i	a3, a2, 12
	s32i	a0, a2, 48
	extui	a6, a0, 30, 2
	blti	a6, 2, .Lsaved
	addi	a5, a5, -16
	l32i	a5, a5, 4		# its caller's
	addi	a5, a5, -32
	l32i	a3, a5, 0
	s32i	a3, a2, 16
	l32i	a3, a5, 4
	s32i	a3, a2, 20
	l32i	a3, a5, 8
	s32i	a3, a2, 24
	l32i	a3, a5, 12
	s32i	a3, a2, 28
	blti	a6, 3, .Lsaved
	addi	a5, a5, -16
	l32i	a3, a5, 0
	s32i	a3, a2, 32
	l32i	a3, a5, 4
	s32i	a3, a2, 36
	l32i	a3, a5, 8
	s32i	a3, a2, 40
	l32i	a3, a5, 12
	s32i	a3, a2, 44
.Lsaved:
	movi	a2, 0
	retw

# Becomes the call of setjmp, on a frame of its own below the caller's, and
# puts the caller's registers where the return will look for them.
	.global longjmp
	.type	longjmp,@function
	.p2align 2
longjmp:
	entry	a1, 32
	movi	a10, 8
	call8	spill_deeper
	l32i	a0, a2, 48
	l32i	a5, a2, 4
	addi	a1, a5, -32
	addi	a4, a1, -16
	l32i	a6, a2, 0
	s32i	a6, a4, 0
	s32i	a5, a4, 4
	l32i	a6, a2, 8
	s32i	a6, a4, 8
	l32i	a6, a2, 12
	s32i	a6, a4, 12
	extui	a7, a0, 30, 2
	blti	a7, 2, .Lrestored
	addi	a5, a5, -16
	l32i	a5, a5, 4
	addi	a5, a5, -32
	l32i	a6, a2, 16
	s32i	a6, a5, 0
	l32i	a6, a2, 20
	s32i	a6, a5, 4
	l32i	a6, a2, 24
	s32i	a6, a5, 8
	l32i	a6, a2, 28
	s32i	a6, a5, 12
	blti	a7, 3, .Lrestored
	addi	a5, a5, -16
	l32i	a6, a2, 32
	s32i	a6, a5, 0
	l32i	a6, a2, 36
	s32i	a6, a5, 4
	l32i	a6, a2, 40
	s32i	a6, a5, 8
	l32i	a6, a2, 44
	s32i	a6, a5, 12
.Lrestored:
	mov	a2, a3
	bnez	a2, .Lnot_zero
	movi	a2, 1
.Lnot_zero:
	retw

# The assembler is told of no float unit: rfr a2, fN and wfr fN, a3, each with a
# return, eight bytes for each register.
	.section .literal,"ax",@progbits
	.p2align 2
.Lreads:
	.long	read_floats
.Lwrites:
	.long	write_floats

	.section .code,"ax",@progbits

	.global cpu_get_float
	.type	cpu_get_float,@function
	.p2align 2
cpu_get_float:
	entry	a1, 32
	l32r	a4, .Lreads
	addx8	a4, a2, a4
	jx	a4

	.global cpu_set_float
	.type	cpu_set_float,@function
	.p2align 2
cpu_set_float:
	entry	a1, 32
	l32r	a4, .Lwrites
	addx8	a4, a2, a4
	jx	a4

	.p2align 2
read_floats:
	.set	number, 0
	.rept	16
	.byte	0x40, 0x20 + number, 0xfa
	retw
	.byte	0, 0
	.set	number, number + 1
	.endr
write_floats:
	.set	number, 0
	.rept	16
	.byte	0x50, 0x03 + 16 * number, 0xfa
	retw
	.byte	0, 0
	.set	number, number + 1
	.endr
