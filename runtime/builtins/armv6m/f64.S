// double on cores with Thumb-1 only: addition and multiplication. See f32.S.
//
// A significand has its leading bit at 20 of the upper word; below the lower
// word is a third one, the "rest", which is rounded away. Its last bit stands
// for all that is further below.
#include "arithmetic.inc"
#include "../thumb.inc"

// --- Results out of the range ------------------------------------------------

// r1, r0, r6: a significand with its rest; r4: the base, out of 0..2045; r7:
// sign at 31. Gives r1, r0; changes r2, r4, r6, r7.
        group   rt_extreme_f64
        function rt_extreme_f64
        lsrs    r7, #31
        lsls    r7, #31
        cmp     r4, #0
        bge     .Ltoo_large
        negs    r4, r4
        cmp     r4, #60
        bls     1f
        movs    r4, #60
1:      lsrs    r6, #1                  // a bit at a time: rare enough
        bcc     2f
        movs    r2, #1
        orrs    r6, r2
2:      lsls    r2, r0, #31
        orrs    r6, r2
        lsrs    r0, #1
        lsls    r2, r1, #31
        orrs    r0, r2
        lsrs    r1, #1
        subs    r4, #1
        bne     1b
        orrs    r1, r7
        lsls    r6, #1
        bcc     4f
        bne     3f
        lsrs    r2, r0, #1
        bcc     4f
3:      adds    r0, #1
        bcc     4f
        adds    r1, #1
4:      bx      lr
.Ltoo_large:
        movs    r0, #0
        mvns    r1, r0
        lsls    r1, #21
        lsrs    r1, #1
        orrs    r1, r7
        bx      lr
        end     rt_extreme_f64

// --- Addition ----------------------------------------------------------------

// As in f32.S; but the smaller number is negated before it is added, so that
// both ways are one.
        group   __aeabi_dadd
        function __aeabi_dsub
        push    {r4, r5, r6, r7, lr}
        movs    r4, #1
        lsls    r4, #31
        eors    r3, r4
        b       .Ladd
        end     __aeabi_dsub
        function __aeabi_dadd
        push    {r4, r5, r6, r7, lr}
.Ladd:  lsls    r4, r1, #1
        lsls    r5, r3, #1
        cmp     r4, r5
        bls     .Lnot_larger
.Lordered:
        lsrs    r4, #21
        adds    r6, r4, #1
        lsrs    r6, #11
        bne     .Ladd_special
        movs    r7, r1
        eors    r7, r3
        lsrs    r5, #21
        beq     .Lsmall
        subs    r4, r5
        movs    r5, #1
        lsls    r5, #20
        lsls    r3, #12
        lsrs    r3, #12
        orrs    r3, r5
.Lsigned:
        cmp     r7, #0
        bpl     1f
        mvns    r3, r3
        negs    r2, r2
        bne     1f
        adds    r3, #1
1:      cmp     r4, #32
        bhs     .Lfar
        movs    r5, #32
        subs    r5, r4
        movs    r6, r2
        lsls    r6, r5
        lsrs    r2, r4
        movs    r7, r3
        lsls    r7, r5
        orrs    r2, r7
        asrs    r3, r4
.Laligned:
        lsrs    r4, r1, #20
        adds    r0, r2
        adcs    r1, r3
        lsrs    r5, r1, #20
        cmp     r4, r5
        bne     .Lexponent
.Lround:
        lsls    r6, #1
        beq     .Lhalf
        bcc     .Ladded
.Lup:   adds    r0, #1
        bcc     .Ladded
        adds    r1, #1
.Ladded:
        pop     {r4, r5, r6, r7, pc}

.Lhalf: bcc     .Ladded
        lsrs    r6, r0, #1
        bcs     .Lup
        pop     {r4, r5, r6, r7, pc}

.Lnot_larger:
        bne     1f
        cmp     r0, r2
        bhs     .Lordered
1:      movs    r6, r0
        movs    r0, r2
        movs    r2, r6
        movs    r6, r1
        movs    r1, r3
        movs    r3, r6
        movs    r6, r4
        movs    r4, r5
        movs    r5, r6
        b       .Lordered

// r3, r2 is 0 or subnormal.
.Lsmall:
        lsls    r3, #1
        lsrs    r3, #1
        subs    r4, #1
        bpl     .Lsigned
        cmp     r7, #0
        bmi     1f
        adds    r0, r2
        adcs    r1, r3
        pop     {r4, r5, r6, r7, pc}
1:      subs    r0, r2
        sbcs    r1, r3
        lsls    r4, r1, #1
        orrs    r4, r0
        bne     2f
        movs    r1, #0
2:      pop     {r4, r5, r6, r7, pc}

.Ladd_special:
        lsls    r6, r1, #12
        orrs    r6, r0
        bne     1f
        lsls    r4, r1, #1
        cmp     r4, r5
        bne     2b
        cmp     r1, r3
        beq     2b
1:      movs    r0, #0
        mvns    r1, r0
        lsls    r1, #20
        lsrs    r1, #1
        pop     {r4, r5, r6, r7, pc}

// Exponents that differ by 32 or more: the lower word is the rest, or lost.
.Lfar:  subs    r4, #32
        cmp     r4, #31
        bls     1f
        movs    r4, #31                 // as good as any that is more
1:      movs    r5, #32
        subs    r5, r4
        movs    r6, r2
        lsrs    r2, r4
        movs    r7, r3
        lsls    r7, r5
        lsls    r6, r5
        beq     2f
        movs    r6, #1
2:      orrs    r6, r2
        orrs    r6, r7
        movs    r2, r3
        asrs    r2, r4
        asrs    r3, #31
        b       .Laligned

// The exponent changed: the sum has one or two bits more than a fraction, so
// that it grows by 1, or the leading bit is gone.
.Lexponent:
        cmp     r3, #0
        bmi     .Lborrow
        adds    r4, #1
        lsls    r4, #20
        subs    r1, r4
        lsls    r5, r0, #31
        lsrs    r6, #1
        bcc     1f
        movs    r7, #1
        orrs    r6, r7
1:      orrs    r6, r5
        lsrs    r0, #1
        lsls    r5, r1, #31
        orrs    r0, r5
        lsrs    r1, #1
        adds    r1, r4
        lsls    r5, r4, #1
        asrs    r5, #21
        adds    r5, #1
        bne     .Lround
        movs    r1, r4                  // the exponent is that of infinity
        movs    r0, #0
        pop     {r4, r5, r6, r7, pc}

.Lborrow:
        subs    r4, #1
        lsls    r5, r4, #20
        subs    r1, r5
        movs    r7, r1
        orrs    r7, r0
        orrs    r7, r6
        beq     .Ladded
        lsls    r5, r4, #21
        lsrs    r5, #21                 // how far it may move
1:      cmp     r5, #8
        blo     2f
        lsrs    r7, r1, #12
        bne     2f
        subs    r5, #8
        subs    r4, #8
        lsls    r1, #8
        lsrs    r7, r0, #24
        orrs    r1, r7
        lsls    r0, #8
        lsrs    r7, r6, #24
        orrs    r0, r7
        lsls    r6, #8
        b       1b
2:      lsrs    r7, r1, #20
        bne     3f
        subs    r5, #1
        blo     3f
        subs    r4, #1
        lsls    r6, #1
        adcs    r0, r0
        adcs    r1, r1
        b       2b
3:      lsls    r4, #20
        adds    r1, r4
        b       .Lround
        end     __aeabi_dadd

// --- Multiplication ----------------------------------------------------------

// a * 2^11, whose product with b has the leading bit at 20 or 19 of the upper
// one of four words, in four products of two words.
        group   __aeabi_dmul
        function __aeabi_dmul
        push    {r4, r5, r6, r7, lr}
        movs    r6, r1
        eors    r6, r3
        lsls    r4, r1, #1
        lsrs    r4, #21
        beq     .Lmul_special
        lsls    r5, r3, #1
        lsrs    r5, #21
        beq     .Lmul_special
        adds    r7, r4, #1
        lsrs    r7, #11
        bne     .Lmul_special
        adds    r7, r5, #1
        lsrs    r7, #11
        bne     .Lmul_special
.Lmul_finite:
        adds    r4, r5
        push    {r4, r6}
        movs    r4, #1
        lsls    r4, #20
        lsls    r7, r3, #12
        lsrs    r7, #12
        orrs    r7, r4                  // r7, r12: b
        mov     r12, r2
        lsls    r1, #11
        lsls    r4, #11
        orrs    r1, r4
        lsrs    r5, r0, #21
        orrs    r5, r1
        lsls    r6, r0, #11             // r5, r6: a
        movs    r0, r6
        movs    r1, r2
        bl      .Lwords
        push    {r0, r4}
        movs    r0, r6
        movs    r1, r7
        bl      .Lwords
        ldr     r1, [sp]
        movs    r2, #0
        adds    r6, r4, r1
        adcs    r0, r2
        str     r0, [sp]
        movs    r0, r5
        mov     r1, r12
        bl      .Lwords
        ldr     r1, [sp]
        movs    r2, #0
        adds    r6, r4
        adcs    r0, r1
        adcs    r2, r2
        str     r0, [sp]
        mov     r12, r2
        movs    r0, r5
        movs    r1, r7
        bl      .Lwords
        mov     r1, r12
        pop     {r2, r3, r5, r7}        // r3: the lowest word
        adds    r2, r4
        adcs    r1, r0
        movs    r0, r2
        lsrs    r2, r1, #20
        bne     1f
        lsls    r6, #1
        adcs    r0, r0
        adcs    r1, r1
        subs    r5, #1
1:      ldr     r2, =1023
        subs    r4, r5, r2
        adds    r2, r2
        cmp     r4, r2
        bhs     .Lmul_extreme
        lsls    r4, #20
        lsrs    r7, #31
        lsls    r7, #31
        orrs    r4, r7
        adds    r1, r4
        lsls    r6, #1
        beq     3f
        bcc     4f
2:      adds    r0, #1
        bcc     4f
        adds    r1, #1
4:      pop     {r4, r5, r6, r7, pc}
3:      bcc     4b
        cmp     r3, #0
        bne     2b
        lsrs    r6, r0, #1
        bcs     2b
        pop     {r4, r5, r6, r7, pc}

// r0 * r1 in r0, r4; changes r1, r2, r3.
.Lwords:
        uxth    r2, r0
        lsrs    r0, #16
        uxth    r3, r1
        lsrs    r1, #16
        movs    r4, r2
        muls    r4, r3
        muls    r2, r1
        muls    r3, r0
        muls    r0, r1
        adds    r2, r3
        bcc     1f
        movs    r3, #1
        lsls    r3, #16
        adds    r0, r3
1:      lsls    r3, r2, #16
        lsrs    r2, #16
        adds    r4, r3
        adcs    r0, r2
        bx      lr

.Lmul_extreme:
        cmp     r3, #0
        beq     1f
        movs    r2, #1
        orrs    r6, r2
1:      bl      rt_extreme_f64
        pop     {r4, r5, r6, r7, pc}

.Lmul_special:
        ldr     r7, =0xffe00000
        magnitude r4, r0, r1
        magnitude r5, r2, r3
        cmp     r4, r5
        bhs     1f
        swap_doubles
        mov     r12, r4
        movs    r4, r5
        mov     r5, r12
1:      cmp     r4, r7
        bhi     .Lmul_nan
        beq     .Lmul_infinite
        cmp     r5, #0
        beq     .Lmul_zero
        // The smaller one is subnormal. If the other is, too, the result is
        // next to 0, whatever the leading bits are.
        normalise_subnormal r2, r3, r5, r7
        lsrs    r4, #21
        b       .Lmul_finite
.Lmul_infinite:
        cmp     r5, #0
        beq     .Lmul_nan
        lsrs    r5, r7, #1
.Lmul_zero:
        lsrs    r1, r6, #31
        lsls    r1, #31
        orrs    r1, r5
        movs    r0, #0
        pop     {r4, r5, r6, r7, pc}
.Lmul_nan:
        movs    r0, #0
        mvns    r1, r0
        lsls    r1, #20
        lsrs    r1, #1
        pop     {r4, r5, r6, r7, pc}
        .p2align 2
        .ltorg
        end     __aeabi_dmul
