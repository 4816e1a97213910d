// double on cores with Thumb-1 only: division. See f64.S.
//
// As in f32.S: digits, here five of 11 bits, by a reciprocal of the divisor's
// upper 16 bits, which has 13 good bits. It is not too large, so neither are
// the digits, and what is missing in one is a part of the next. The bit at 8 of
// what the quotient is before the first digit is at 63 after the last one.
#include "arithmetic.inc"
#include "../thumb.inc"

        group   __aeabi_ddiv
        function __aeabi_ddiv
        push    {r4, r5, r6, r7, lr}
        movs    r6, r1
        eors    r6, r3
        lsls    r4, r1, #1
        lsrs    r4, #21
        beq     .Lspecial
        lsls    r5, r3, #1
        lsrs    r5, #21
        beq     .Lspecial
        adds    r7, r4, #1
        lsrs    r7, #11
        bne     .Lspecial
        adds    r7, r5, #1
        lsrs    r7, #11
        bne     .Lspecial
.Lfinite:
        subs    r4, r5
        movs    r5, #1
        lsls    r5, #20
        lsls    r1, #12
        lsrs    r1, #12
        orrs    r1, r5
        lsls    r3, #12
        lsrs    r3, #12
        orrs    r3, r5
        cmp     r1, r3
        bne     1f
        cmp     r0, r2
1:      bhs     1f
        subs    r4, #1
        adds    r0, r0
        adcs    r1, r1
1:      push    {r4, r6}
        lsrs    r5, r3, #5
        adds    r5, #1
        reciprocal r4, r5, r6
        mov     r12, r4
        movs    r6, #0                  // r6, r5: the quotient
        movs    r5, #128
        lsls    r5, #1
.Ldigit:
        lsrs    r7, r1, #7
        mov     r4, r12
        muls    r7, r4
        lsrs    r7, #18
        lsls    r6, #11
        lsrs    r4, r5, #21
        orrs    r6, r4
        lsls    r5, #11
        adds    r5, r7
        bcc     1f
        adds    r6, #1
1:      lsls    r1, #11
        lsrs    r4, r0, #21
        orrs    r1, r4
        lsls    r0, #11
        movs    r4, r3
        muls    r4, r7
        subs    r1, r4
        uxth    r4, r2
        muls    r4, r7
        subs    r0, r4
        bcs     1f
        subs    r1, #1
1:      lsrs    r4, r2, #16
        muls    r4, r7
        lsls    r7, r4, #16
        lsrs    r4, #16
        subs    r0, r7
        sbcs    r1, r4
        cmp     r6, #0
        bpl     .Ldigit
1:      subs    r0, r2
        sbcs    r1, r3
        blo     2f
        adds    r5, #1
        bcc     1b
        adds    r6, #1
        b       1b
2:      adds    r0, r2
        adcs    r1, r3
        orrs    r0, r1                  // is there a remainder?
        pop     {r4, r7}
        lsls    r6, #1
        lsrs    r6, #1
        ldr     r3, =1022
        adds    r4, r3
        adds    r3, r3
        adds    r3, #2
        cmp     r4, r3
        bhs     .Lextreme
        lsls    r4, #20
        lsrs    r7, #31
        lsls    r7, #31
        orrs    r4, r7
        movs    r3, #0
        lsls    r2, r6, #29             // 56 bits: three are too many
        lsrs    r1, r6, #3
        adds    r1, r4
        lsrs    r0, r5, #3
        orrs    r0, r2
        adcs    r0, r3
        adcs    r1, r3
        pop     {r4, r5, r6, r7, pc}

.Lextreme:
        lsls    r2, r6, #29
        lsrs    r1, r6, #3
        lsls    r6, r5, #29
        cmp     r0, #0
        beq     1f
        adds    r6, #1
1:      lsrs    r0, r5, #3
        orrs    r0, r2
        bl      rt_extreme_f64
        pop     {r4, r5, r6, r7, pc}

.Lspecial:
        ldr     r7, =0xffe00000
        magnitude r4, r0, r1
        magnitude r5, r2, r3
        cmp     r4, r7
        bhi     .Lnan
        beq     .Lof_infinity
        cmp     r5, r7
        bhi     .Lnan
        beq     .Lzero
        cmp     r5, #0
        beq     .Lby_zero
        cmp     r4, #0
        beq     .Lzero
        lsrs    r4, #21
        bne     2f
        normalise_subnormal r0, r1, r4, r7
2:      lsrs    r5, #21
        bne     2f
        normalise_subnormal r2, r3, r5, r7
2:      b       .Lfinite
.Lby_zero:
        cmp     r4, #0
        beq     .Lnan
.Lof_infinity:
        cmp     r5, r7
        bhs     .Lnan
        lsrs    r4, r7, #1
        b       1f
.Lzero: movs    r4, #0
1:      lsrs    r1, r6, #31
        lsls    r1, #31
        orrs    r1, r4
        movs    r0, #0
        pop     {r4, r5, r6, r7, pc}
.Lnan:  movs    r0, #0
        mvns    r1, r0
        lsls    r1, #20
        lsrs    r1, #1
        pop     {r4, r5, r6, r7, pc}
        .p2align 2
        .ltorg
        end     __aeabi_ddiv
