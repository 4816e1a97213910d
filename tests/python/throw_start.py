# An exception that leaves the start function leaves instantiate() and import.
#: app.wat
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (tag $e (param i32))
#|   (func $start
#|     (if (call $f (i32.const 1)) (then (throw $e (i32.const 5)))))
#|   (func (export "one") (result i32) (i32.const 1))
#|   (start $start))
#: env.py
#| result = 1
#| def f(n):
#|     return result
import env
from check import equal

try:
    import app
    assert False
except Exception as error:
    equal(error.args, (5,))
    assert type(error).__name__ == "Exception"
env.result = 0
import app
equal(app.one(), 1)
env.result = 1
try:
    app.instantiate()
    assert False
except app.Exception as error:
    equal(error.args, (5,))
