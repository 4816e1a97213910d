# A Python exception passes through WebAssembly frames as the same object, and
# the instance is usable afterwards.
#: app.wat
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (global $n (export "n") (mut i32) (i32.const 0))
#|   (func $inner (param i32) (result i32) local.get 0 call $f)
#|   (func (export "run") (param i32) (result i32)
#|     (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|     (call $inner (local.get 0))))
#: env.py
#| error = ValueError("mine")
#| def f(n):
#|     if n < 0:
#|         raise error
#|     return n
import env
from check import equal
import app

for i in range(100):
    try:
        app.run(-1)
        assert False
    except ValueError as error:
        assert error is env.error
    equal(app.run(i), i)
equal(app.n.value, 200)
