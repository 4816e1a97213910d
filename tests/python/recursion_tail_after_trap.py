# A tail call that traps because there is no stack for its callee leaves nothing
# behind: the callee does all of its own tail calls when it is called next.
#: app.wat
#| (module
#|   (import "host" "take" (func $take (param
#100| i64
#|     )))
#|   (func $f (export "f") (param i32) (result i32)
#|     (if (i32.eqz (local.get 0)) (then (return (i32.const 5))))
#|     (if (i32.eq (local.get 0) (i32.const 1))
#|       (then (drop (call $recurse))))
#|     (if (i32.eq (local.get 0) (i32.const 2))
#|       (then (call $take
#100| (i64.const {i})
#|       )))
#|     (return_call $f (i32.const 0)))
#|   (func $to_f (param i32) (result i32)
#|     (return_call $f (local.get 0)))
#|   (func $recurse (export "recurse") (result i32)
#|     (i32.add (call $to_f (i32.const 1)) (i32.const 1))))
#: host.py
#| def take(*arguments):
#|     pass
from check import equal, raises
import app


def deeper(n):
    if n:
        return deeper(n - 1)
    raises(RuntimeError, "call stack exhausted", app.recurse)
    equal(app.f(3), 5)


for n in range(8):
    deeper(n)
