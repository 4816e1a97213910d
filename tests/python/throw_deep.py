# Throwing and catching at each of the last depths of the stack: it works or it
# traps.
#: each arch
#: app.wat
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (tag $e (param i32 i64 f64))
#|   (func $throw (param i32)
#|     (throw $e (local.get 0) (i64.const 1) (f64.const 2)))
#|   (func $rec (param i32 i32) (result i32)
#|     (if (result i32) (local.get 0)
#|       (then
#|         (i32.add (i32.const 1)
#|           (call $rec (i32.sub (local.get 0) (i32.const 1)) (local.get 1))))
#|       (else
#|         (if (i32.eqz (local.get 1)) (then (call $throw (i32.const 5))))
#|         (try (result i32)
#|           (do (call $f (local.get 1)))
#|           (catch_all (i32.const 0))))))
#|   (func (export "rec") (param i32 i32) (result i32)
#|     (call $rec (local.get 0) (local.get 1)))
#|   (func (export "caught") (param i32 i32) (result i32)
#|     (try (result i32)
#|       (do (call $rec (local.get 0) (local.get 1)))
#|       (catch $e (drop) (drop)))))
#: env.py
#| def f(n):
#|     raise ValueError(n)
from check import equal
import app

# 0: an own exception reaches Python or the first caller, 1: Python's is caught.
for function, which, result in ((app.rec, 1, None), (app.rec, 0, None),
                                (app.caught, 0, 5)):
    depth = 0
    step = 64
    while step:
        try:
            got = function(depth + step, which)
            equal(got, depth + step if result is None else result)
            depth += step
        except app.Exception:
            assert which == 0 and function is app.rec
            depth += step
        except app.Trap as trap:
            equal(str(trap), "call stack exhausted")
            # Each depth from here on for a while, then nearer.
            for more in range(1, min(step, 40)):
                try:
                    function(depth + more, which)
                except (app.Trap, app.Exception):
                    pass
            step >>= 1
        if depth > 20000:
            break
equal(app.caught(3, 0), 5)
equal(app.rec(3, 1), 3)
