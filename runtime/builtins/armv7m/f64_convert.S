// double on cores with Thumb-2 and no instructions for it: conversion from and
// to integers, from float. libgcc has some of it in one piece with the addition
// (f64.S), and some in C, on top of multiplication and subtraction.
//
// Exponents are 1 less here than in a number, to which the leading bit of its
// significand adds 1.
#include "../thumb.inc"
#include "round.inc"

        group   __aeabi_i2d
        function __aeabi_i2d
        ands    r3, r0, #0x80000000
        bpl     1f
        negs    r0, r0
        b       1f
        end     __aeabi_i2d
        function __aeabi_ui2d
        movs    r3, #0
1:      cbz     r0, 2f
        clz     r2, r0
        lsls    r0, r2
        rsb     r2, r2, #1022 + 31 - 1024
        add     r1, r3, r2, lsl #20
        add     r1, r1, #1024 << 20
        add     r1, r1, r0, lsr #11
        lsls    r0, r0, #21
        bx      lr
2:      movs    r1, #0
        bx      lr
        end     __aeabi_ui2d

        group   __aeabi_l2d
        function __aeabi_l2d
        ands    r3, r1, #0x80000000
        bpl     1f
        rsbs    r0, r0, #0
        sbc     r1, r1, r1, lsl #1
        b       1f
        end     __aeabi_l2d
        function __aeabi_ul2d
        movs    r3, #0
1:      add     r3, r3, #1024 << 20
        clz     r2, r1
        cbnz    r1, 2f
        cbz     r0, 3f
        mov     r1, r0
        clz     r2, r0
        movs    r0, #0
        sub     r3, r3, #32 << 20
2:      lsls    r1, r2
        rsb     r12, r2, #32
        lsr     r12, r0, r12
        orr     r1, r1, r12
        lsls    r0, r2
        rsb     r2, r2, #1022 + 63 - 1024
        add     r3, r3, r2, lsl #20
        lsl     r12, r0, #21
        lsrs    r0, r0, #11
        orr     r0, r0, r1, lsl #21
        add     r1, r3, r1, lsr #11
        round_by r12
3:      bx      lr
        end     __aeabi_ul2d

        group   __aeabi_f2d
        function __aeabi_f2d
        lsls    r2, r0, #1
        and     r1, r0, #0x80000000
        sub     r3, r2, #0x01000000
        cmp     r3, #0xfe000000
        bhs     1f
        orr     r1, r1, r2, lsr #4
        add     r1, r1, #(1023 - 127) << 20
        lsls    r0, r0, #29
        bx      lr
1:      movs    r0, #0
        cmp     r2, #0xff000000
        bhs     2f
        cbz     r2, 3f
        clz     r3, r2                  // subnormal
        lsls    r2, r3
        rsb     r3, r3, #1022 + 31 - 150 - 896
        add     r1, r1, r3, lsl #20
        add     r1, r1, #896 << 20
        add     r1, r1, r2, lsr #11
        lsls    r0, r2, #21
        bx      lr
2:      ite     eq
        orreq   r1, r1, #0x7f000000
        movne   r1, #0x7f000000
        ite     eq
        orreq   r1, r1, #0x00f00000
        orrne   r1, r1, #0x00f80000
3:      bx      lr
        end     __aeabi_f2d

// The integral part, if it fits: nobody asks for others. So there is no
// difference between signed and unsigned results.
        group   __aeabi_d2lz
        function __aeabi_d2lz
        function __aeabi_d2ulz
        asrs    r3, r1, #31
        ubfx    r2, r1, #20, #11
        rsb     r2, r2, #1024
        adds    r2, #1023 + 63 - 1024   // how far to the right
        lsls    r1, r1, #11
        orr     r1, r1, r0, lsr #21
        orr     r1, r1, #0x80000000
        lsls    r0, r0, #11
        cmp     r2, #63
        bhi     1f
        lsrs    r0, r2
        rsb     r12, r2, #32
        lsl     r12, r1, r12
        orr     r0, r0, r12
        return_integer
        end     __aeabi_d2ulz
        end     __aeabi_d2lz
