// double on cores with Thumb-1 only: comparison and conversion. See f64.S.
#include "arithmetic.inc"
#include "../thumb.inc"

// --- Comparison --------------------------------------------------------------

// The bits as a number of the same order: those of negative numbers negated.
.macro  as_integer low, high
        cmp     \high, #0
        bge     1f
        lsls    \high, #1
        lsrs    \high, #1
        mvns    \high, \high
        negs    \low, \low
        bne     1f
        adds    \high, #1
1:
.endm

// If r1, r0 - r3, r2 was not so that it has branched to 2: 1 unless one is a
// NaN. Then a NaN is either the first one and negative or the second one and
// positive.
.macro  unless_nan
        ldr     r0, =0x7ff00000
        cmn     r1, r0
        blt     2f
        negs    r2, r2                  // with a carry if it is 0
        sbcs    r0, r3
        blt     2f
        movs    r0, #1
        bx      lr
2:      movs    r0, #0
        bx      lr
        .p2align 2
        .ltorg
.endm

        group   __aeabi_dcmplt
        function __aeabi_dcmpgt
        swap_doubles
        end     __aeabi_dcmpgt
        function __aeabi_dcmplt
        as_integer r0, r1
        as_integer r2, r3
        cmp     r0, r2
        mov     r0, r1
        sbcs    r0, r3
        bge     2f
        unless_nan
        end     __aeabi_dcmplt

        group   __aeabi_dcmple
        function __aeabi_dcmpge
        swap_doubles
        end     __aeabi_dcmpge
        function __aeabi_dcmple
        as_integer r0, r1
        as_integer r2, r3
        cmp     r2, r0
        mov     r0, r3
        sbcs    r0, r1
        blt     2f
        unless_nan
        end     __aeabi_dcmple

        group   __aeabi_dcmpeq
        function __aeabi_dcmpeq
        cmp     r0, r2
        bne     3f
        cmp     r1, r3
        bne     1f
        ldr     r2, =0xffe00000
        lsls    r1, #1
        negs    r0, r0                  // with a carry if it is 0
        sbcs    r2, r1
        blo     3f
        b       2f
1:      orrs    r1, r3                  // two zeros?
        lsls    r1, #1
        orrs    r1, r0
        bne     3f
2:      movs    r0, #1
        bx      lr
3:      movs    r0, #0
        bx      lr
        .p2align 2
        .ltorg
        end     __aeabi_dcmpeq

        group   __aeabi_dcmpun
        function __aeabi_dcmpun
        push    {r4, lr}
        ldr     r4, =0xffe00000
        lsls    r1, #1
        negs    r0, r0
        mov     r0, r4
        sbcs    r0, r1
        blo     1f
        lsls    r3, #1
        negs    r2, r2
        sbcs    r4, r3
        blo     1f
        movs    r0, #0
        pop     {r4, pc}
1:      movs    r0, #1
        pop     {r4, pc}
        .p2align 2
        .ltorg
        end     __aeabi_dcmpun

// --- To integers -------------------------------------------------------------

// The integral part, if it fits: nobody asks for others. So there is no
// difference between signed and unsigned results.
        group   __aeabi_d2iz
        function __aeabi_d2iz
        function __aeabi_d2uiz
        lsrs    r2, r0, #21
        lsls    r3, r1, #11
        orrs    r2, r3
        movs    r0, #1
        lsls    r0, #31
        orrs    r2, r0
        ldr     r0, =1023 + 31
        lsls    r3, r1, #1
        lsrs    r3, #21
        subs    r3, r0, r3
        movs    r0, #0
        cmp     r3, #31
        bhi     1f
        lsrs    r2, r3
        movs    r0, r2
        cmp     r1, #0
        bge     1f
        negs    r0, r0
1:      bx      lr
        .p2align 2
        .ltorg
        end     __aeabi_d2uiz
        end     __aeabi_d2iz

// Shifts by 32 to 255 give 0.
        group   __aeabi_d2lz
        function __aeabi_d2lz
        function __aeabi_d2ulz
        push    {r4, r5, lr}
        asrs    r4, r1, #31
        lsls    r3, r1, #1
        lsrs    r3, #21
        ldr     r2, =1023 + 63
        subs    r3, r2, r3              // how far to the right
        lsls    r1, #11
        lsrs    r2, r0, #21
        orrs    r1, r2
        movs    r2, #1
        lsls    r2, #31
        orrs    r1, r2
        lsls    r0, #11
        cmp     r3, #63
        bhi     1f
        lsrs    r0, r3
        movs    r2, #32
        subs    r2, r3
        movs    r5, r1
        lsls    r5, r2
        orrs    r0, r5
        negs    r2, r2
        movs    r5, r1
        lsrs    r5, r2
        orrs    r0, r5
        lsrs    r1, r3
        eors    r0, r4
        eors    r1, r4
        subs    r0, r4
        sbcs    r1, r4
        pop     {r4, r5, pc}
1:      movs    r0, #0
        movs    r1, #0
        pop     {r4, r5, pc}
        .p2align 2
        .ltorg
        end     __aeabi_d2ulz
        end     __aeabi_d2lz

// --- From integers and from float --------------------------------------------

        group   __aeabi_i2d
        function __aeabi_i2d
        movs    r3, r0
        bpl     1f
        negs    r0, r0
        b       1f
        end     __aeabi_i2d
        function __aeabi_ui2d
        movs    r3, #0
1:      ldr     r2, =1023 + 30          // the base, if the leading bit is at 31
        movs    r1, #0
        cmp     r0, #0
        beq     5f
        normalise_integer
        lsrs    r1, r0, #11
        lsls    r0, #21
        lsls    r2, #20
        adds    r1, r2
        lsrs    r3, #31
        lsls    r3, #31
        orrs    r1, r3
5:      bx      lr
        .p2align 2
        .ltorg
        end     __aeabi_ui2d

        group   __aeabi_l2d
        function __aeabi_l2d
        push    {r4, lr}
        movs    r3, r1
        bpl     1f
        mvns    r1, r1
        negs    r0, r0
        bne     1f
        adds    r1, #1
        b       1f
        end     __aeabi_l2d
        function __aeabi_ul2d
        push    {r4, lr}
        movs    r3, #0
1:      ldr     r2, =1023 + 62          // the base, if the leading bit is at 63
        movs    r4, r0
        orrs    r4, r1
        beq     5f
        cmp     r1, #0
        bne     2f
        movs    r1, r0
        movs    r0, #0
        subs    r2, #32
2:      lsrs    r4, r1, #24
        bne     3f
        lsls    r1, #8
        lsrs    r4, r0, #24
        orrs    r1, r4
        lsls    r0, #8
        subs    r2, #8
        b       2b
3:      cmp     r1, #0
        bmi     4f
3:      subs    r2, #1
        adds    r0, r0
        adcs    r1, r1
        bpl     3b
4:      lsls    r2, #20
        lsrs    r3, #31
        lsls    r3, #31
        orrs    r3, r2
        lsls    r4, r0, #21             // the rest
        lsrs    r0, #11
        lsls    r2, r1, #21
        orrs    r0, r2
        lsrs    r1, #11
        adds    r1, r3
        lsls    r4, #1
        bcc     5f
        bne     4f
        lsrs    r4, r0, #1
        bcc     5f
4:      adds    r0, #1
        bcc     5f
        adds    r1, #1
5:      pop     {r4, pc}
        .p2align 2
        .ltorg
        end     __aeabi_ul2d

        group   __aeabi_f2d
        function __aeabi_f2d
        lsrs    r3, r0, #31
        lsls    r3, #31
        lsls    r1, r0, #1
        lsrs    r1, #4
        lsls    r0, #29
        lsrs    r2, r1, #20
        beq     2f
        cmp     r2, #255
        beq     3f
1:      movs    r2, #7
        lsls    r2, #27
        adds    r1, r2                  // the exponents' offsets differ by 896
        orrs    r1, r3
        bx      lr
2:      movs    r2, r0
        orrs    r2, r1
        beq     4f
        mov     r12, r3                 // subnormal: moved up
        movs    r2, #7
        lsls    r2, #7
2:      subs    r2, #1
        adds    r0, r0
        adcs    r1, r1
        lsrs    r3, r1, #20
        beq     2b
        lsls    r2, #20
        adds    r1, r2
        mov     r3, r12
4:      orrs    r1, r3
        bx      lr
3:      lsls    r2, r1, #12
        orrs    r2, r0
        bne     5f
        movs    r2, #7
        lsls    r2, #28
        adds    r1, r2
        b       4b
5:      movs    r0, #0
        mvns    r1, r0
        lsls    r1, #20
        lsrs    r1, #1
        bx      lr
        end     __aeabi_f2d
