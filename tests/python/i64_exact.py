# All 64 bits of an i64 go both ways, whatever the size of Python's small
# integers; larger numbers wrap around.
#: each arch
#: app.wat
#| (module
#|   (func (export "id") (param i64) (result i64) local.get 0)
#|   (func (export "add") (param i64 i64) (result i64)
#|     local.get 0 local.get 1 i64.add))
from check import equal
import app

for shift in (0, 1, 15, 29, 30, 31, 32, 33, 47, 61, 62):
    value = 1 << shift
    for number in (value, -value, value - 1, -value - 1):
        equal(app.id(number), number)
equal(app.id(0x0123456789abcdef), 0x0123456789abcdef)
equal(app.id(-0x0123456789abcdef), -0x0123456789abcdef)
equal(app.id((1 << 63) - 1), (1 << 63) - 1)
equal(app.id(-(1 << 63)), -(1 << 63))
equal(app.id(1 << 63), -(1 << 63))
equal(app.id((1 << 64) - 1), -1)
equal(app.id(1 << 64), 0)
equal(app.id((1 << 64) + 9), 9)
equal(app.id((1 << 200) - 3), -3)
equal(app.add((1 << 62), (1 << 62)), -(1 << 63))
equal(app.add(0xffffffff, 1), 1 << 32)
