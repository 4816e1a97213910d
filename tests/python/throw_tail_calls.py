# An exception of a function that was called by a tail call goes to the caller
# of the first one, not to the handlers that a tail call has left.
#: app.wat
#| (module
#|   (type $t (func (param i32) (result i32)))
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (tag $e (export "e") (param i32))
#|   (table 3 funcref)
#|   (elem (i32.const 0) $throw $count $f)
#|   (func $throw (param i32) (result i32) (throw $e (local.get 0)))
#|   (func $count (param i32) (result i32)
#|     (if (local.get 0)
#|       (then (return_call $count (i32.sub (local.get 0) (i32.const 1)))))
#|     (return_call $throw (i32.const 7)))
#|   (func (export "deep") (param i32) (result i32)
#|     (try (result i32) (do (call $count (local.get 0))) (catch $e)))
#|   (func $leaves (param i32 i32) (result i32)
#|     (try (result i32)
#|       (do (return_call_indirect (type $t) (local.get 1) (local.get 0)))
#|       (catch_all (unreachable))))
#|   (func $calls_import (param i32) (result i32)
#|     (try (result i32)
#|       (do (return_call $f (local.get 0)))
#|       (catch_all (unreachable))))
#|   (func (export "left") (param i32 i32) (result i32)
#|     (try (result i32)
#|       (do (call $leaves (local.get 0) (local.get 1)))
#|       (catch $e)
#|       (catch_all (i32.const -1))))
#|   (func (export "import") (param i32) (result i32)
#|     (try (result i32)
#|       (do (call $calls_import (local.get 0)))
#|       (catch $e)
#|       (catch_all (i32.const -1)))))
#: env.py
#| def f(n):
#|     if n < 0:
#|         raise ValueError
#|     return n + 1
from check import equal
import app

equal(app.deep(100000), 7)
equal([app.left(i, 3) for i in range(3)], [3, 7, 4])
equal(app.left(2, -3), -1)
run = getattr(app, "import")
equal([run(4), run(-4)], [5, -1])
