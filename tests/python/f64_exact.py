# An f64 has the value that struct gives it, to the last bit (as far as
# Python's floats have the bits).
#: each arch
#: app.wat
#| (module
#|   (func (export "bits") (param f64) (result i64)
#|     local.get 0 i64.reinterpret_f64)
#|   (func (export "value") (param i64) (result f64)
#|     local.get 0 f64.reinterpret_i64))
import struct
from check import equal
import app


def bits(x):
    return struct.unpack("<q", struct.pack("<d", x))[0]


inf = float("inf")
for x in (0.0, -0.0, 1.0, -1.5, 3.14159265358979, 1 / 3, 0.1, 16777217.0,
          1e-37, 1e37, inf, -inf):
    equal(app.bits(x), bits(x))
    equal(bits(app.value(bits(x))), bits(x))
equal(app.bits(3), bits(3.0))
nan = app.value(0x7ff8000000000000)
assert nan != nan
if 1e300 < inf:  # Python has doubles
    for x in (5e-324, 2.2250738585072014e-308, 1.7976931348623157e308,
              1.0000000000000002, 9007199254740993.0):
        equal(app.bits(x), bits(x))
        equal(bits(app.value(bits(x))), bits(x))
    equal(app.value(0x3ff0000000000001), 1.0000000000000002)
