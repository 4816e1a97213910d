# A function that a module imports may make another instance of it.
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (global $n (mut i32) (i32.const 0))
#|   (func (export "run") (param i32) (result i32)
#|     (global.set $n (local.get 0))
#|     (drop (call $f (i32.sub (local.get 0) (i32.const 1))))
#|     (global.get $n)))
from check import equal
import app

made = []


def f(n):
    if n < 0:
        return 0
    instance = app.instantiate({"env": {"f": f}})
    made.append(instance)
    return instance.run(n)


equal(app.instantiate({"env": {"f": f}}).run(5), 5)
equal(len(made), 5)
