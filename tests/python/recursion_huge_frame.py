# A function whose frame is half of a small board's stack: it traps before the
# frame is made, however deep Python is, and small functions go on working.
#: each arch
#: app.wat
#| (module
#|   (type $many (func (result
#|     i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64)))
#|   (global $depth (export "depth") (mut i32) (i32.const 0))
#|   ;; Each call has a place of 512 bytes for its results.
#|   (func $f (type $many)
#|     (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
#|     (block (call $f) (br 0))
#|     (block (call $f) (br 0))
#|     (block (call $f) (br 0))
#|     (block (call $f) (br 0))
#|     (block (call $f) (br 0))
#|     (block (call $f) (br 0))
#|     (block (call $f) (br 0))
#|     (block (call $f) (br 0))
#|     (call $f))
#|   (func (export "f") (block (call $f) (br 0)))
#|   (func (export "small") (param i32) (result i32)
#|     (if (result i32) (local.get 0)
#|       (then (i32.const 1))
#|       (else (call $f) (unreachable)))))
from check import raises
import app


def deeper(n):
    if n:
        return deeper(n - 1)
    raises(RuntimeError, "call stack exhausted", app.f)
    assert app.small(1) == 1


for _ in range(3):
    raises(RuntimeError, "call stack exhausted", app.f)
    # Every frame has more than 4 KB: no board of the tests has room for many.
    assert app.depth.value < 2100000 // 4096, app.depth.value
    app.depth.value = 0
for n in range(12):
    deeper(n)
