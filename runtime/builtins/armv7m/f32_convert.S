// float on cores with Thumb-2: conversion to 64-bit integers, which libgcc has
// in C, on top of the multiplication of double.
#include "../thumb.inc"
#include "round.inc"

// The integral part, if it fits, as in f64_convert.S.
        group   __aeabi_f2lz
        function __aeabi_f2lz
        function __aeabi_f2ulz
        asrs    r3, r0, #31
        ubfx    r2, r0, #23, #8
        rsb     r2, r2, #127 + 63       // how far to the right
        lsls    r1, r0, #8
        orr     r1, r1, #0x80000000
        cmp     r2, #63
        bhi     1f
        rsb     r12, r2, #32
        lsl     r0, r1, r12
        return_integer
        end     __aeabi_f2ulz
        end     __aeabi_f2lz
