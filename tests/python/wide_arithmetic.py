# Wide arithmetic: numbers of 128 bits are two of 64, the lower half first.
#: app.hex
#| 00 61 73 6d 01 00 00 00 01 11 02 60 04 7e 7e 7e 7e 02 7e 7e 60 02 7e 7e
#| 02 7e 7e 03 05 04 00 00 01 01 07 1d 04 03 61 64 64 00 00 03 73 75 62 00
#| 01 05 6d 75 6c 5f 73 00 02 05 6d 75 6c 5f 75 00 03 0a 2d 04 0c 00 20 00
#| 20 01 20 02 20 03 fc 13 0b 0c 00 20 00 20 01 20 02 20 03 fc 14 0b 08 00
#| 20 00 20 01 fc 15 0b 08 00 20 00 20 01 fc 16 0b
#     (func (export "add") (param i64 i64 i64 i64) (result i64 i64)
#       (i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
#     ... "sub" i64.sub128; "mul_s" i64.mul_wide_s; "mul_u" i64.mul_wide_u
from check import equal
import app

BITS = 64
LOW = (1 << BITS) - 1


def signed(number):
    return number - (1 << BITS) if number >> (BITS - 1) else number


def halves(number):
    return signed(number & LOW), signed(number >> BITS & LOW)


def whole(low, high):
    return (low & LOW) | (high & LOW) << BITS


PARTS = 0, 1, 2, -1, -2, 0x7FFFFFFF, 0xFFFFFFFF, 1 << 32, (1 << 63) - 1, -1 << 63
PARTS += 0x0123456789ABCDEF, -0x0123456789ABCDEF
for a in PARTS:
    for b in PARTS:
        equal(app.mul_s(a, b), halves(a * b))
        equal(app.mul_u(a, b), halves((a & LOW) * (b & LOW)))
        for c, d in (0, 0), (1, 0), (-1, -1), (-1, 0), (b, a):
            equal(app.add(a, b, c, d), halves(whole(a, b) + whole(c, d)))
            equal(app.sub(a, b, c, d), halves(whole(a, b) - whole(c, d)))
