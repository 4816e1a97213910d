// double on cores with Thumb-2 and no instructions for it: addition, which
// libgcc 12.2 gets wrong by one unit where the exponents differ by 32 to 34 and
// the exponent of the result is another one.
//
// The smaller number, moved to its place, is added to the larger one as it is,
// with its exponent; only if the exponent changes the significand is moved. A
// significand has its leading bit at 20 of the upper word; below the lower word
// is a third one, the "rest", which is rounded away. Its last bit stands for
// all that is further below.
#include "../thumb.inc"
#include "round.inc"

        group   __aeabi_dadd
        function __aeabi_dsub
        eor     r3, r3, #0x80000000
        end     __aeabi_dsub
        function __aeabi_dadd
        push    {r4, r5, lr}
        lsls    r4, r1, #1
        cmp     r4, r3, lsl #1
        bls     .Lnot_larger
.Lordered:
        mvns    r5, r4, asr #21
        beq     .Lspecial
        eor     lr, r1, r3              // the sign: are they subtracted?
        ubfx    r5, r3, #20, #11
        bfc     r3, #20, #12
        cmp     r5, #0
        beq     .Lsmall
        orr     r3, r3, #0x100000
        rsb     r5, r5, r4, lsr #21     // how far to the right
.Lsigned:
        cmp     lr, #0
        bpl     1f
        rsbs    r2, r2, #0
        sbc     r3, r3, r3, lsl #1
1:      rsbs    r4, r5, #32
        bls     .Lfar
        lsl     r12, r2, r4             // the rest
        lsrs    r2, r5
        lsl     r4, r3, r4
        orrs    r2, r4
        asrs    r3, r5
.Laligned:
        lsrs    r4, r1, #20
        adds    r0, r2
        adcs    r1, r3
        cmp     r4, r1, lsr #20
        bne     .Lexponent
.Lround:
        round_by r12
        pop     {r4, r5, pc}

.Lnot_larger:
        bne     1f
        cmp     r0, r2
        bhs     .Lordered
1:      mov     r12, r0
        mov     r0, r2
        mov     r2, r12
        mov     r12, r1
        mov     r1, r3
        mov     r3, r12
        lsls    r4, r1, #1
        b       .Lordered

// Exponents that differ by 32 or more: the lower word is the rest, or lost.
.Lfar:  subs    r5, #32
        usat    r5, #5, r5              // 31 is as good as any that is more
        rsb     r4, r5, #32
        lsr     r12, r2, r5
        lsls    r2, r4
        it      ne
        orrne   r12, r12, #1
        lsl     r2, r3, r4
        orr     r12, r12, r2
        asr     r2, r3, r5
        asrs    r3, r3, #31
        b       .Laligned

// The exponent changed: the sum has one or two bits more than a fraction, so
// that it grows by 1, or the leading bit is gone.
.Lexponent:
        cmp     r3, #0
        bmi     .Lborrow
        adds    r4, #1
        sub     r1, r1, r4, lsl #20
        lsrs    r1, r1, #1
        rrxs    r0, r0
        rrxs    r12, r12
        it      cs
        orrcs   r12, r12, #1
        add     r1, r1, r4, lsl #20
        sbfx    r5, r4, #0, #11
        adds    r5, #1
        bne     .Lround
        lsls    r1, r4, #20             // the exponent is that of infinity
        movs    r0, #0
        pop     {r4, r5, pc}

// The difference has 53 bits, if it is not 0, when they moved up by one place.
.Lborrow:
        subs    r4, #1
        sub     r1, r1, r4, lsl #20
        lsls    r5, r4, #21
        beq     1f
        subs    r4, #1
        lsls    r12, r12, #1
        adcs    r0, r0
        adcs    r1, r1
        tst     r1, #0x100000
        beq     .Lcancelled
        add     r1, r1, r4, lsl #20
        b       .Lround
1:      orrs    r5, r0, r1              // the least exponent: nothing to move
        it      ne
        addne   r1, r1, r4, lsl #20
        pop     {r4, r5, pc}

// The exponents differ by at most 1, so that nothing is left of the rest.
.Lcancelled:
        clz     r2, r1
        cbnz    r1, 1f
        cbz     r0, 3f
        clz     r2, r0
        adds    r2, #32
1:      subs    r2, #11
        ubfx    r5, r4, #0, #11         // how far it may move
        cmp     r2, r5
        it      hi
        movhi   r2, r5
        subs    r4, r2
        lsls    r1, r2
        rsb     r3, r2, #32             // shifts by 32 to 255 give 0
        lsr     r3, r0, r3
        orrs    r1, r3
        sub     r3, r2, #32
        lsl     r3, r0, r3
        orrs    r1, r3
        lsls    r0, r2
        add     r1, r1, r4, lsl #20
3:      pop     {r4, r5, pc}

// r3, r2 is 0 or subnormal.
.Lsmall:
        lsrs    r5, r4, #21
        subs    r5, #1
        bpl     .Lsigned
        cmp     lr, #0
        bmi     1f
        adds    r0, r2
        adcs    r1, r3
        pop     {r4, r5, pc}
1:      subs    r0, r2
        sbcs    r1, r3
        orrs    r5, r0, r1, lsl #1
        it      eq
        moveq   r1, #0
        pop     {r4, r5, pc}

// r1, r0 is infinity or NaN.
.Lspecial:
        orrs    r5, r0, r1, lsl #12
        bne     1f
        cmp     r4, r3, lsl #1
        bne     2f
        cmp     r1, r3
        beq     2f
1:      movs    r0, #0
        movs    r1, #0
        movt    r1, #0x7ff8
2:      pop     {r4, r5, pc}
        end     __aeabi_dadd
