// float on cores with Thumb-1 only: division. See f32.S.
//
// Two digits of 12 bits by a reciprocal of the divisor, which has 13 good bits.
// It is not too large, so neither are the digits. A quotient is never half way
// between two numbers.
#include "arithmetic.inc"
#include "../thumb.inc"

        group   __aeabi_fdiv
        function __aeabi_fdiv
        push    {r4, r5, r6, lr}
        movs    r4, r0
        eors    r4, r1
        lsls    r2, r0, #1
        lsrs    r2, #24
        beq     .Ldiv_special
        cmp     r2, #255
        beq     .Ldiv_special
        lsls    r3, r1, #1
        lsrs    r3, #24
        beq     .Ldiv_special
        cmp     r3, #255
        beq     .Ldiv_special
.Ldiv_finite:
        subs    r2, r3
        movs    r6, #1
        lsls    r6, #31
        lsls    r0, #8
        orrs    r0, r6
        lsrs    r0, #8
        lsls    r1, #8
        orrs    r1, r6
        lsrs    r1, #8
        cmp     r0, r1
        bhs     1f
        lsls    r0, #1
        subs    r2, #1
1:      lsrs    r5, r1, #8              // d, at most 2^16
        adds    r5, #1
        reciprocal r3, r5, r6
        lsrs    r6, r0, #8
        muls    r6, r3
        lsrs    r6, #19                 // the first digit
        lsls    r0, #12
        movs    r5, r6
        muls    r5, r1
        subs    r0, r5
        lsrs    r5, r0, #10
        muls    r5, r3
        lsrs    r5, #17                 // the second one
        lsls    r0, #12
        movs    r3, r5
        muls    r3, r1
        subs    r0, r3
        lsls    r6, #12
        adds    r6, r5
2:      cmp     r0, r1
        blo     3f
        subs    r0, r1
        adds    r6, #1
        b       2b
3:      adds    r2, #126
        cmp     r2, #254
        bhs     .Ldiv_extreme
        lsrs    r4, #31
        lsls    r4, #31
        lsls    r2, #23
        orrs    r4, r2
        lsrs    r0, r6, #1
        adcs    r0, r4
        pop     {r4, r5, r6, pc}

.Ldiv_extreme:
        lsls    r6, #7
        cmp     r0, #0
        beq     1f
        adds    r6, #1
1:      movs    r0, r6
        bl      rt_extreme_f32
        pop     {r4, r5, r6, pc}

.Ldiv_special:
        movs    r6, #0xff
        lsls    r6, #24
        lsls    r2, r0, #1
        lsls    r3, r1, #1
        cmp     r2, r6
        bhi     .Ldiv_nan
        beq     .Lof_infinity
        cmp     r3, r6
        bhi     .Ldiv_nan
        beq     .Ldiv_zero
        cmp     r3, #0
        beq     .Lby_zero
        cmp     r2, #0
        beq     .Ldiv_zero
        lsrs    r2, #24
        bne     2f
        lsls    r0, #9
        movs    r2, #1
1:      subs    r2, #1
        lsls    r0, #1
        bcc     1b
        lsrs    r0, #9
2:      lsrs    r3, #24
        bne     .Ldiv_finite
        lsls    r1, #9
        movs    r3, #1
3:      subs    r3, #1
        lsls    r1, #1
        bcc     3b
        lsrs    r1, #9
        b       .Ldiv_finite
.Lby_zero:
        cmp     r2, #0
        beq     .Ldiv_nan
.Lof_infinity:
        cmp     r3, r6
        bhs     .Ldiv_nan
        lsrs    r2, r6, #1
        b       1f
.Ldiv_zero:
        movs    r2, #0
1:      lsrs    r0, r4, #31
        lsls    r0, #31
        orrs    r0, r2
        pop     {r4, r5, r6, pc}
.Ldiv_nan:
        movs    r0, #0
        mvns    r0, r0
        lsls    r0, #23
        lsrs    r0, #1
        pop     {r4, r5, r6, pc}
        end     __aeabi_fdiv
