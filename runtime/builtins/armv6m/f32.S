// float on cores with Thumb-1 only: addition and multiplication.
//
// Written for ordinary numbers: what is special (zeros, subnormal numbers,
// infinities, NaNs, results near the ends of the range) is found by a test of
// the exponents, and is dealt with behind the function. A result is rounded by
// the carry of the shift that drops what is below its last bit: that is the
// half. Only a half with nothing below it has to be looked at. NaNs are the
// canonical one.
//
// Exponents are those of the format (1 to 254). "Base" is an exponent less 1,
// what a significand's leading bit is added to.
#include "../thumb.inc"

// --- Results out of the range ------------------------------------------------

// r0: significand, leading bit at 31, 8 bits to be rounded away, the last one
// set if there is more below; r2: the base, out of 0..253; r4: sign at 31.
// Gives r0, changes r1 to r4.
        group   rt_extreme_f32
        function rt_extreme_f32
        lsrs    r4, #31
        lsls    r4, #31
        cmp     r2, #0
        bge     .Ltoo_large
        negs    r2, r2
        cmp     r2, #31
        bls     1f
        movs    r2, #31
1:      movs    r3, #32
        subs    r3, r2
        movs    r1, r0
        lsrs    r0, r2
        lsls    r1, r3
        beq     2f
        movs    r1, #1
        orrs    r0, r1
2:      lsrs    r1, r0, #9              // carry: is the result odd?
        movs    r1, #0x7f
        adcs    r0, r1
        lsrs    r0, #8
        orrs    r0, r4
        bx      lr
.Ltoo_large:
        movs    r0, #0xff
        lsls    r0, #23
        orrs    r0, r4
        bx      lr
        end     rt_extreme_f32

// --- Addition ----------------------------------------------------------------

// The smaller number, moved to its place, is added to or subtracted from the
// larger one as it is, with its exponent. Only if the exponent changes the
// significand has to be moved.
        group   __aeabi_fadd
        function __aeabi_fsub
        movs    r2, #1
        lsls    r2, #31
        eors    r1, r2
        end     __aeabi_fsub
        function __aeabi_fadd
        push    {r4, lr}
        lsls    r2, r0, #1
        lsls    r3, r1, #1
        cmp     r2, r3
        blo     .Lswap
.Lordered:
        lsrs    r2, #24
        cmp     r2, #255
        beq     .Ladd_special
        lsls    r4, r1, #8
        lsrs    r3, #24
        beq     .Lsmall
        subs    r2, r3
        movs    r3, #1
        lsls    r3, #31
        orrs    r4, r3
.Lalign:
        mov     r12, r4                 // for the rare look at what is lost
        lsrs    r4, r2
        lsrs    r3, r0, #23
        eors    r1, r0
        bmi     .Lsubtract
        lsrs    r1, r4, #8
        adds    r0, r1
        lsrs    r1, r0, #23
        cmp     r1, r3
        bne     .Lcarry
        lsls    r4, #25
        beq     .Lhalf_more
        bcc     .Ladded
.Lup:   adds    r0, #1
.Ladded:
        pop     {r4, pc}

.Lswap: eors    r0, r1
        eors    r1, r0
        eors    r0, r1
        lsls    r2, r0, #1
        lsls    r3, r1, #1
        b       .Lordered

// The sum has one or two bits more than a fraction: the exponent grows by 1.
.Lcarry:
        adds    r3, #1
        lsls    r3, #23
        subs    r0, r3
        lsls    r1, r0, #31
        lsls    r4, #24
        lsrs    r4, #1
        orrs    r4, r1
        lsrs    r0, #1
        adds    r0, r3
        lsls    r1, r3, #1
        lsrs    r1, #24
        cmp     r1, #255
        beq     .Lsum_infinite
        lsls    r4, #1
        beq     .Lhalf_more
        bcs     .Lup
        pop     {r4, pc}
.Lsum_infinite:
        movs    r0, r3
        pop     {r4, pc}

.Lsubtract:
        lsrs    r1, r4, #8
        lsls    r4, #24
        negs    r4, r4                  // with a carry if it is 0
        sbcs    r0, r1
        lsrs    r1, r0, #23
        cmp     r1, r3
        bne     .Lborrow
.Lround_difference:
        lsls    r4, #1
        beq     .Lhalf_less
        bcs     .Lup
        pop     {r4, pc}

// The leading bit is gone. Only if the numbers' exponents differ by more than
// one there is something to round, and then the result moves up by one bit.
.Lborrow:
        subs    r3, #1
        lsls    r1, r3, #23
        subs    r0, r1
        lsls    r0, #8
        lsrs    r4, #24
        orrs    r0, r4
        beq     .Ladded
        uxtb    r1, r3                  // how far it may move
        cmp     r1, #8
        blo     2f
        lsrs    r4, r0, #23
        bne     2f
        subs    r3, #8
        subs    r1, #8
        lsls    r0, #8
2:      subs    r1, #1
        blo     3f
        subs    r3, #1
        lsls    r0, #1
        bpl     2b
3:      lsls    r3, #23
        lsls    r4, r0, #24
        lsrs    r0, #8
        adds    r0, r3
        b       .Lround_difference

// Half of the last bit, or nothing: but has something been lost that was below?
.Lhalf_less:
        movs    r4, #1
.Lhalf_more:
        bcc     .Ladded
        movs    r1, #32
        subs    r1, r2
        mov     r3, r12
        lsls    r3, r1
        beq     1f
        cmp     r4, #0
        beq     .Lup
        pop     {r4, pc}
1:      lsrs    r1, r0, #1
        bcs     .Lup
        pop     {r4, pc}

// r1 is 0 or subnormal.
.Lsmall:
        cmp     r2, #0
        beq     1f
        subs    r2, #1
        b       .Lalign
1:      movs    r2, r0
        eors    r2, r1
        bmi     2f
        lsls    r1, #1
        lsrs    r1, #1
        adds    r0, r1
        pop     {r4, pc}
2:      lsls    r1, #1
        lsrs    r1, #1
        subs    r0, r1
        lsls    r1, r0, #1
        bne     .Ladded
        movs    r0, #0
        pop     {r4, pc}

.Ladd_special:
        lsls    r2, r0, #9
        bne     1f
        lsls    r2, r0, #1
        cmp     r2, r3
        bne     .Ladded
        cmp     r0, r1
        beq     .Ladded
1:      movs    r0, #0
        mvns    r0, r0
        lsls    r0, #23
        lsrs    r0, #1
        pop     {r4, pc}
        end     __aeabi_fadd

// --- Multiplication ----------------------------------------------------------

// 24 by 24 bits from three products: of the upper 16 bits of both, of the lower
// 8 of a and the upper 16 of b, and of a and the lower 8 of b.
        group   __aeabi_fmul
        function __aeabi_fmul
        push    {r4, r5, r6, lr}
        movs    r4, r0
        eors    r4, r1
        lsls    r2, r0, #1
        lsrs    r2, #24
        beq     .Lmul_special
        cmp     r2, #255
        beq     .Lmul_special
        lsls    r3, r1, #1
        lsrs    r3, #24
        beq     .Lmul_special
        cmp     r3, #255
        beq     .Lmul_special
.Lmul_finite:
        adds    r2, r3
        movs    r6, #1
        lsls    r6, #31
        uxtb    r3, r0
        uxtb    r5, r1
        lsls    r0, #8
        orrs    r0, r6
        lsrs    r0, #8
        lsls    r1, #8
        orrs    r1, r6
        lsrs    r1, #16
        muls    r5, r0
        lsrs    r0, #8
        muls    r3, r1
        muls    r0, r1
        lsrs    r1, r5, #8
        adds    r3, r1
        lsrs    r1, r3, #8
        adds    r0, r1                  // below it are 8 bits each of r3 and r5
        bmi     1f
        lsls    r0, #1
        subs    r2, #1
1:      subs    r2, #127
        cmp     r2, #254
        bhs     .Lmul_extreme
        lsrs    r4, #31
        lsls    r4, #31
        lsls    r2, #23
        orrs    r4, r2
        lsls    r1, r0, #25
        beq     .Lmul_half
.Lmul_round:
        lsrs    r0, #8
        adcs    r0, r4
        pop     {r4, r5, r6, pc}

.Lmul_half:
        bcc     .Lmul_round
        orrs    r3, r5
        lsls    r3, #24
        bne     .Lmul_round
        lsrs    r1, r0, #9
        bcs     .Lmul_round
        lsrs    r0, #8
        adds    r0, r4
        pop     {r4, r5, r6, pc}

.Lmul_extreme:
        orrs    r3, r5
        lsls    r3, #24
        beq     1f
        movs    r3, #1
        orrs    r0, r3
1:      bl      rt_extreme_f32
        pop     {r4, r5, r6, pc}

.Lmul_special:
        movs    r6, #0xff
        lsls    r6, #24
        lsls    r2, r0, #1
        lsls    r3, r1, #1
        cmp     r2, r3
        bhs     1f
        movs    r1, r0
        movs    r5, r2
        movs    r2, r3
        movs    r3, r5
        lsrs    r0, r2, #1
1:      cmp     r2, r6
        bhi     .Lmul_nan
        beq     .Lmul_infinite
        cmp     r3, #0
        beq     .Lmul_zero
        // The smaller one is subnormal. If the other is, too, the result is
        // next to 0, whatever the leading bits are.
        lsls    r1, #9
        movs    r3, #1
2:      subs    r3, #1
        lsls    r1, #1
        bcc     2b
        lsrs    r1, #9
        lsrs    r2, #24
        b       .Lmul_finite
.Lmul_infinite:
        cmp     r3, #0
        beq     .Lmul_nan
        lsrs    r3, r6, #1
.Lmul_zero:
        lsrs    r0, r4, #31
        lsls    r0, #31
        orrs    r0, r3
        pop     {r4, r5, r6, pc}
.Lmul_nan:
        movs    r0, #0
        mvns    r0, r0
        lsls    r0, #23
        lsrs    r0, #1
        pop     {r4, r5, r6, pc}
        end     __aeabi_fmul
