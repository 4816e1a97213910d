# Infinite recursion traps, again and again, and shallow recursion works after
# it.
#: each arch
#: app.wat
#| (module
#|   (func $f (export "forever") (result i32)
#|     call $f i32.const 1 i32.add)
#|   (func $sum (export "sum") (param i32) (result i32)
#|     (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
#|       (else (i32.add (local.get 0)
#|         (call $sum (i32.sub (local.get 0) (i32.const 1))))))))
from check import equal, raises
import app

for _ in range(5):
    error = raises(RuntimeError, "call stack exhausted", app.forever)
    assert type(error) is app.Trap
    equal(app.sum(20), 210)
raises(RuntimeError, "call stack exhausted", app.sum, 100000000)
