# Garbage collection inside an import finds everything that is in use: the
# instance, its memory and references in WebAssembly locals.
#: each arch
#: needs 200k
#: app.wat --no-instance
#| (module
#|   (import "env" "collect" (func $collect))
#|   (memory (export "memory") 1)
#|   (table $t 2 externref)
#|   (func (export "run") (param externref) (result externref i32)
#|     (local externref)
#|     (local.set 1 (local.get 0))
#|     (table.set $t (i32.const 1) (local.get 0))
#|     (i32.store (i32.const 8) (i32.const 1234))
#|     (call $collect)
#|     (table.get $t (i32.const 1))
#|     (i32.load (i32.const 8)))
#|   (func (export "hold") (param externref) (result externref)
#|     (call $collect) (local.get 0)))
import gc
from check import equal
import app


def collect():
    gc.collect()
    global garbage
    garbage = [bytearray(b"\xff" * 200) for _ in range(200)]


garbage = None
for i in range(20):
    value, number = app.instantiate({"env": {"collect": collect}}).run([i])
    equal(value, [i])
    equal(number, 1234)
    value = app.instantiate({"env": {"collect": collect}}).hold([i, i])
    equal(value, [i, i])
