# Handlers take what is thrown in what they enclose, also by functions that are
# called there; the first one that fits, from the inside to the outside.
#: app.wat
#| (module
#|   (tag $e (export "e") (param i32 i64))
#|   (tag $other (param f64))
#|   (func $throw (param i32)
#|     (if (i32.eq (local.get 0) (i32.const 1))
#|       (then (throw $e (i32.const 7) (i64.const 0x123456789a))))
#|     (if (i32.eq (local.get 0) (i32.const 2))
#|       (then (throw $other (f64.const 2.5)))))
#|   (func $through (param i32) (result i64)
#|     (call $throw (local.get 0))
#|     (i64.const -1))
#|   (func (export "both") (param i32) (result i32 i64)
#|     (try (result i32 i64)
#|       (do (i32.const 0) (call $through (local.get 0)))
#|       (catch $e)
#|       (catch $other (drop) (i32.const 2) (i64.const 2))))
#|   (func (export "inner") (param i32) (result i32)
#|     (try (result i32)
#|       (do
#|         (try (do (call $throw (local.get 0))) (catch $other (drop)))
#|         (i32.const 0))
#|       (catch_all (i32.const 9))))
#|   (func (export "local") (param i32) (result i32) (local $x i32)
#|     (local.set $x (i32.const 1))
#|     (try
#|       (do
#|         (local.set $x (i32.const 2))
#|         (if (local.get 0) (then (throw $other (f64.const 0))))
#|         (local.set $x (i32.const 3)))
#|       (catch_all))
#|     (local.get $x))
#|   (func (export "rethrow") (param i32) (result i32)
#|     (try (result i32)
#|       (do
#|         (try $t
#|           (do (call $throw (local.get 0)))
#|           (catch_all
#|             (try (do (throw $other (f64.const 1))) (catch_all))
#|             (rethrow $t)))
#|         (i32.const 0))
#|       (catch $e (drop))
#|       (catch $other (drop) (i32.const 22))))
#|   (func (export "delegate") (param i32) (result i32)
#|     (try $outer (result i32)
#|       (do
#|         (try
#|           (do
#|             (try (do (call $throw (local.get 0))) (delegate $outer)))
#|           (catch_all (unreachable)))
#|         (i32.const 0))
#|       (catch_all (i32.const 5))))
#|   (func (export "loop") (param i32) (result i32) (local $n i32)
#|     (loop $again
#|       (try
#|         (do (call $throw (i32.const 2)))
#|         (catch $other (drop)
#|           (local.set $n (i32.add (local.get $n) (i32.const 3)))
#|           (br_if $again (i32.lt_u (local.get $n) (local.get 0))))))
#|     (local.get $n)))
from check import equal
import app

equal(app.both(0), (0, -1))
equal(app.both(1), (7, 0x123456789A))
equal(app.both(2), (2, 2))
equal([app.inner(i) for i in range(3)], [0, 9, 0])
equal([app.local(i) for i in range(2)], [3, 2])
equal([app.rethrow(i) for i in range(3)], [0, 7, 22])
equal([app.delegate(i) for i in range(3)], [0, 5, 5])
equal(app.loop(3000), 3000)
