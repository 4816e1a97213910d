# Several modules at once do not disturb each other.
#: a.wat
#| (module (global $n (mut i32) (i32.const 1))
#|   (func (export "f") (result i32)
#|     (global.set $n (i32.mul (global.get $n) (i32.const 2)))
#|     (global.get $n)))
#: b.wat
#| (module (global $n (mut i64) (i64.const 1))
#|   (func (export "f") (result i64)
#|     (global.set $n (i64.mul (global.get $n) (i64.const 3)))
#|     (global.get $n)))
#: c.wat
#| (module (func (export "f") (param i32) (result i32)
#|     (i32.div_u (i32.const 100) (local.get 0))))
from check import equal, raises
import a
import b
import c

for i in range(1, 6):
    equal(a.f(), 2 ** i)
    equal(b.f(), 3 ** i)
    equal(c.f(i), 100 // i)
    raises(c.Trap, "integer divide by zero", c.f, 0)
