// float on cores with Thumb-1 only: comparison and conversion. See f32.S.
#include "arithmetic.inc"
#include "../thumb.inc"

// --- Comparison --------------------------------------------------------------

// The bits as a number of the same order: those of negative numbers negated.
.macro  as_integer register
        cmp     \register, #0
        bge     1f
        lsls    \register, #1
        lsrs    \register, #1
        negs    \register, \register
1:
.endm

// r0 < r1, or with `bgt` <=. Whether one is a NaN needs to be known only if it
// seems so: then a NaN is either at the lower end and negative or at the upper
// one and positive.
.macro  compare branch
        as_integer r0
        as_integer r1
        cmp     r0, r1
        \branch 2f
        movs    r2, #0xff
        lsls    r2, #23
        cmp     r1, r2
        bgt     2f
        cmn     r0, r2
        blt     2f
        movs    r0, #1
        bx      lr
2:      movs    r0, #0
        bx      lr
.endm

        group   __aeabi_fcmplt
        function __aeabi_fcmpgt
        movs    r2, r0
        movs    r0, r1
        movs    r1, r2
        end     __aeabi_fcmpgt
        function __aeabi_fcmplt
        compare bge
        end     __aeabi_fcmplt

        group   __aeabi_fcmple
        function __aeabi_fcmpge
        movs    r2, r0
        movs    r0, r1
        movs    r1, r2
        end     __aeabi_fcmpge
        function __aeabi_fcmple
        compare bgt
        end     __aeabi_fcmple

        group   __aeabi_fcmpeq
        function __aeabi_fcmpeq
        lsls    r2, r0, #1
        cmp     r0, r1
        bne     1f
        lsrs    r2, #24
        cmp     r2, #255
        bne     2f
        lsls    r0, #9
        beq     2f
1:      orrs    r0, r1                  // two zeros?
        lsls    r0, #1
        beq     2f
        movs    r0, #0
        bx      lr
2:      movs    r0, #1
        bx      lr
        end     __aeabi_fcmpeq

        group   __aeabi_fcmpun
        function __aeabi_fcmpun
        movs    r2, #0xff
        lsls    r2, #24
        lsls    r0, #1
        cmp     r0, r2
        bhi     1f
        lsls    r1, #1
        cmp     r1, r2
        bhi     1f
        movs    r0, #0
        bx      lr
1:      movs    r0, #1
        bx      lr
        end     __aeabi_fcmpun

// --- To integers -------------------------------------------------------------

// The integral part, if it fits: nobody asks for others. So there is no
// difference between signed and unsigned results.
        group   __aeabi_f2iz
        function __aeabi_f2iz
        function __aeabi_f2uiz
        lsls    r2, r0, #1
        lsrs    r2, #24
        movs    r3, #158
        subs    r3, r2
        lsls    r1, r0, #8
        movs    r2, #1
        lsls    r2, #31
        orrs    r1, r2
        lsrs    r1, r3
        cmp     r0, #0
        bge     1f
        negs    r1, r1
1:      movs    r0, r1
        bx      lr
        end     __aeabi_f2uiz
        end     __aeabi_f2iz

// Shifts by 32 to 255 give 0.
        group   __aeabi_f2lz
        function __aeabi_f2lz
        function __aeabi_f2ulz
        push    {r4, lr}
        asrs    r4, r0, #31
        lsls    r2, r0, #1
        lsrs    r2, #24
        movs    r3, #190
        subs    r3, r2                  // how far to the right, of 64 bits
        lsls    r1, r0, #8
        movs    r2, #1
        lsls    r2, #31
        orrs    r1, r2
        movs    r2, #32
        subs    r2, r3
        movs    r0, r1
        lsls    r0, r2
        negs    r2, r2
        mov     r12, r1
        lsrs    r1, r2
        orrs    r0, r1
        mov     r1, r12
        lsrs    r1, r3
        eors    r0, r4
        eors    r1, r4
        subs    r0, r4
        sbcs    r1, r4
        pop     {r4, pc}
        end     __aeabi_f2ulz
        end     __aeabi_f2lz

// --- From integers -----------------------------------------------------------

        group   __aeabi_i2f
        function __aeabi_i2f
        movs    r3, r0
        bpl     1f
        negs    r0, r0
        b       1f
        end     __aeabi_i2f
        function __aeabi_ui2f
        movs    r3, #0
1:      movs    r2, #157
        cmp     r0, #0
        beq     5f
        end     __aeabi_ui2f
// r0, not 0, rounded; r2: the base, if the leading bit is at 31; r3: sign.
        function rt_pack_f32
        normalise_integer
        lsls    r2, #23
        lsrs    r3, #31
        lsls    r3, #31
        orrs    r3, r2
        lsls    r1, r0, #25
        bne     4f
        lsrs    r1, r0, #9              // a half: is the result odd?
        bcs     4f
        lsrs    r0, #8
        adds    r0, r3
        bx      lr
4:      lsrs    r0, #8
        adcs    r0, r3
5:      bx      lr
        end     rt_pack_f32

        group   __aeabi_l2f
        function __aeabi_l2f
        push    {r4, lr}
        movs    r3, r1
        bpl     1f
        movs    r2, #0
        negs    r0, r0
        sbcs    r2, r1
        movs    r1, r2
        b       1f
        end     __aeabi_l2f
        function __aeabi_ul2f
        push    {r4, lr}
        movs    r3, #0
1:      movs    r2, #157
        cmp     r1, #0
        bne     3f
        cmp     r0, #0
        beq     5f
        b       4f
2:      subs    r2, #1                  // bits of the lower half move up
        lsls    r1, #1
        lsls    r0, #1
        bcc     3f
        adds    r1, #1
3:      cmp     r1, #0
        bpl     2b
        adds    r2, #32
        cmp     r0, #0
        beq     3f
        movs    r0, #1                  // what is lost is below the last bit
3:      orrs    r0, r1
4:      bl      rt_pack_f32
5:      pop     {r4, pc}
        end     __aeabi_ul2f

// --- From double -------------------------------------------------------------

        group   __aeabi_d2f
        function __aeabi_d2f
        push    {r4, lr}
        movs    r4, r1
        lsls    r2, r1, #1
        lsrs    r2, #21
        lsls    r1, #11
        movs    r3, #1
        lsls    r3, #31
        orrs    r1, r3
        lsrs    r3, r0, #21
        orrs    r1, r3                  // the upper 32 bits of the significand
        lsls    r0, #11
        beq     1f
        movs    r0, #1
1:      orrs    r0, r1
        movs    r1, #7
        lsls    r1, #7
        subs    r2, r1
        subs    r2, #1                  // the exponents' offsets differ by 896
        cmp     r2, #254
        bhs     3f
        lsrs    r4, #31
        lsls    r4, #31
        lsls    r2, #23
        orrs    r4, r2
        lsls    r1, r0, #25
        bne     2f
        lsrs    r1, r0, #9
        bcs     2f
        lsrs    r0, #8
        adds    r0, r4
        pop     {r4, pc}
2:      lsrs    r0, #8
        adcs    r0, r4
        pop     {r4, pc}
3:      movs    r1, #9
        lsls    r1, #7
        subs    r1, r2
        cmp     r1, #2                  // was it 2047?
        bne     4f
        lsls    r1, r0, #1
        beq     4f
        movs    r0, #0
        mvns    r0, r0
        lsls    r0, #23
        lsrs    r0, #1
        pop     {r4, pc}
4:      bl      rt_extreme_f32
        pop     {r4, pc}
        end     __aeabi_d2f
