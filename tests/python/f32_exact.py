# An f32 has the value that struct gives it, to the last bit.
#: each arch
#: app.wat
#| (module
#|   (func (export "bits") (param f32) (result i32)
#|     local.get 0 i32.reinterpret_f32)
#|   (func (export "value") (param i32) (result f32)
#|     local.get 0 f32.reinterpret_i32))
import struct
from check import equal
import app


def bits(x):
    return struct.unpack("<i", struct.pack("<f", x))[0]


inf = float("inf")
for x in (0.0, -0.0, 1.0, -1.5, 3.14159265, 1 / 3, 0.1, 16777217.0, 1e-40,
          1.17549435e-38, 3.4028234e38, inf, -inf):
    equal(app.bits(x), bits(x))
    equal(bits(app.value(bits(x))), bits(x))
equal(app.bits(3), bits(3.0))
equal(app.bits(-16777216), bits(-16777216.0))
nan = app.value(0x7fc00000)
assert nan != nan
assert app.bits(nan) & 0x7fc00000 == 0x7fc00000
