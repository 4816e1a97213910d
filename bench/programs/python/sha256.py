# sha256.c in Python.
K = (
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
)
MASK = 0xFFFFFFFF


def rotate(x, n):
    return (x >> n | x << 32 - n) & MASK


def transform(h, block):
    w = [0] * 64
    for i in range(16):
        w[i] = (block[4 * i] << 24 | block[4 * i + 1] << 16
                | block[4 * i + 2] << 8 | block[4 * i + 3])
    for i in range(16, 64):
        s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3
        s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10
        w[i] = w[i - 16] + s0 + w[i - 7] + s1 & MASK
    v = h[:]
    for i in range(64):
        e = v[4]
        s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        t1 = v[7] + s1 + (e & v[5] ^ ~e & v[6]) + K[i] + w[i]
        a = v[0]
        s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        t2 = s0 + (a & v[1] ^ a & v[2] ^ v[1] & v[2])
        for j in range(7, 0, -1):
            v[j] = v[j - 1]
        v[4] = v[4] + t1 & MASK
        v[0] = t1 + t2 & MASK
    for i in range(8):
        h[i] = h[i] + v[i] & MASK


def run(rounds):
    h = [0x6A09E667 + 0x1234567 * i & MASK for i in range(8)]
    block = bytearray(i * 11 & 0xFF for i in range(64))
    while rounds:
        rounds -= 1
        for i in range(4):
            transform(h, block)
            block[i] = h[i] & 0xFF
    return h[0] ^ h[7]
