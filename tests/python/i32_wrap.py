# Integers of any size wrap around to 32 bits; results are signed.
#: app.wat
#| (module (func (export "id") (param i32) (result i32) local.get 0))
from check import equal
import app

equal(app.id(0x7fffffff), 0x7fffffff)
equal(app.id(0x80000000), -0x80000000)
equal(app.id(0xffffffff), -1)
equal(app.id(1 << 32), 0)
equal(app.id((1 << 32) + 5), 5)
equal(app.id(-(1 << 31) - 1), 0x7fffffff)
equal(app.id((1 << 64) + 7), 7)
equal(app.id(-(1 << 64) - 1), -1)
equal(app.id(1 << 200), 0)
equal(app.id((1 << 200) - 3), -3)
