# After a trap or an exception the copies are freed, the pointer of the linear
# stack is where it was, and what was not copied back is unchanged.
#: app.pyi
#| def risky(data: bytearray, more: bytes, what: int) -> int
#: app.wat --bind=app.pyi
#| (module
#|   (import "env" "raise" (func $raise (param i32)))
#|   (memory (export "memory") 1)
#|   (global $__stack_pointer (export "sp") (mut i32) (i32.const 1024))
#|   (global $top (mut i32) (i32.const 1024))
#|   (global $live (export "live") (mut i32) (i32.const 0))
#|   (func $malloc (export "malloc") (param $size i32) (result i32)
#|     (local $at i32)
#|     (if (i32.gt_u (local.get $size) (i32.const 30000))
#|       (then (return (i32.const 0))))
#|     (local.set $at (global.get $top))
#|     (global.set $top (i32.and (i32.const -8)
#|       (i32.add (i32.add (local.get $at) (local.get $size)) (i32.const 7))))
#|     (global.set $live (i32.add (global.get $live) (i32.const 1)))
#|     (local.get $at))
#|   (func (export "free") (param $at i32)
#|     (global.set $live (i32.add (global.get $live) (i32.const -1)))
#|     (if (i32.eqz (global.get $live))
#|       (then (global.set $top (i32.const 1024)))))
#|   (func (export "risky") (param i32 i32 i32 i32 i32) (result i32)
#|     (global.set $__stack_pointer
#|       (i32.sub (global.get $__stack_pointer) (i32.const 16)))
#|     (i32.store8 (local.get 0) (i32.const 65))
#|     (if (i32.eq (local.get 4) (i32.const 1)) (then (unreachable)))
#|     (call $raise (local.get 4))
#|     (global.set $__stack_pointer
#|       (i32.add (global.get $__stack_pointer) (i32.const 16)))
#|     (global.get $live)))
#: env.py
#| buffer = None
#| 
#| 
#| def raise_(what):
#|     if what == 2:
#|         raise ValueError("from Python")
#|     if what == 3:
#|         buffer[:] = b"z"
#| 
#| 
#| globals()["raise"] = raise_
import app
import env


def caught(*args):
    try:
        app.risky(*args)
    except Exception as error:
        print(type(error).__name__, error)
    assert app.live.value == 0 and app.sp.value == 1024


data = bytearray(b"abc")
caught(data, b"xyz", 1)
caught(data, b"xyz", 2)
caught(data, 5, 2)
caught(data, b"xyz", "2")
assert data == b"abc"
assert app.risky(data, b"xyz", 0) == 2 and data == b"Abc"
# The buffer became smaller while the function ran.
data = env.buffer = bytearray(b"abc")
assert app.risky(data, b"xyz", 3) == 2 and data == b"A"
assert app.live.value == 0 and app.sp.value == 1024
#> Trap unreachable
#> ValueError from Python
#> TypeError risky() argument more must be bytes, not int
#> TypeError risky() argument what must be int, not str
