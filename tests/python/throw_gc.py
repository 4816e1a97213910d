# Exceptions that only WebAssembly holds stay alive, with their values.
#: app.wat
#| (module
#|   (import "env" "f" (func $f))
#|   (tag $e (param externref i32))
#|   (func $throw (param externref i32) (throw $e (local.get 0) (local.get 1)))
#|   (func (export "run") (param externref i32) (result externref i32)
#|     (try (result externref i32)
#|       (do
#|         (try $t
#|           (do (call $throw (local.get 0) (local.get 1)))
#|           (catch_all (call $f) (rethrow $t)))
#|         (ref.null extern) (i32.const 0))
#|       (catch $e))))
#: env.py
#| import gc
#| def f():
#|     gc.collect()
#|     waste = [[i] for i in range(50)]
#|     gc.collect()
from check import equal
import app

for i in range(50):
    value, number = app.run([i, i], i)
    equal(value, [i, i])
    equal(number, i)
