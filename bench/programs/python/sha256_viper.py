# sha256.c with MicroPython's viper emitter.
from array import array
import micropython

K = array("I", (
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1,
    0x923F82A4, 0xAB1C5ED5, 0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3,
    0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174, 0xE49B69C1, 0xEFBE4786,
    0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147,
    0x06CA6351, 0x14292967, 0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13,
    0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85, 0xA2BFE8A1, 0xA81A664B,
    0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A,
    0x5B9CCA4F, 0x682E6FF3, 0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208,
    0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
))


# `mask` is for machine words of 64 bits.
@micropython.viper
def schedule(w: ptr32, block: ptr8, mask: uint):
    for i in range(16):
        at = 4 * i
        w[i] = (int(block[at]) << 24 | int(block[at + 1]) << 16
                | int(block[at + 2]) << 8 | int(block[at + 3]))
    for i in range(16, 64):
        x = uint(w[i - 15]) & mask
        s0 = (x >> 7 | x << 25) ^ (x >> 18 | x << 14) ^ x >> 3
        y = uint(w[i - 2]) & mask
        s1 = (y >> 17 | y << 15) ^ (y >> 19 | y << 13) ^ y >> 10
        w[i] = uint(w[i - 16]) + s0 + uint(w[i - 7]) + s1


@micropython.viper
def rounds_of(v: ptr32, w: ptr32, k: ptr32, mask: uint):
    # On Xtensa, MicroPython 1.25 stores v[4] somewhere else when the 4 is a
    # constant.
    four = 4
    for i in range(64):
        e = uint(v[4]) & mask
        s1 = (e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7)
        choice = e & uint(v[5]) ^ (e ^ mask) & uint(v[6])
        t1 = uint(v[7]) + s1 + choice + uint(k[i]) + uint(w[i])
        a = uint(v[0]) & mask
        s0 = (a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10)
        b = uint(v[1])
        c = uint(v[2])
        t2 = s0 + (a & b ^ a & c ^ b & c)
        j = 7
        while j > 0:
            v[j] = v[j - 1]
            j -= 1
        v[four] = uint(v[four]) + t1
        v[0] = t1 + t2


@micropython.viper
def add(h: ptr32, v: ptr32):
    for i in range(8):
        h[i] = uint(h[i]) + uint(v[i])


def transform(h, block):
    w = array("I", bytes(4 * 64))
    v = array("I", h)
    schedule(w, block, 0xFFFFFFFF)
    rounds_of(v, w, K, 0xFFFFFFFF)
    add(h, v)


def run(rounds):
    h = array("I", (0x6A09E667 + 0x1234567 * i & 0xFFFFFFFF
                    for i in range(8)))
    block = bytearray(i * 11 & 0xFF for i in range(64))
    while rounds:
        rounds -= 1
        for i in range(4):
            transform(h, block)
            block[i] = h[i] & 0xFF
    return h[0] ^ h[7]
