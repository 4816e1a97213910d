# A stack pointer that is exported can be set to anything. Frames there are
# memory like any other: what is out of bounds traps, and what is in it is right
# although calls in between use other memory and set the pointer, too.
#: each arch
#: needs 400k
#: also --memory=lean
#: app.wat
#| (module
#|   (import "env" "f" (func $f (param i32)))
#|   (memory (export "memory") 2 2)
#|   (global $sp (export "__stack_pointer") (mut i32) (i32.const 65536))
#|   (func $get (param i32) (result i32) (i32.load offset=4 (local.get 0)))
#|   (func (export "touch") (param i32) (result i32)
#|     (local $n i32)
#|     (loop $next
#|       (local.set $n (i32.add (local.get $n)
#|         (i32.load8_u (local.get 0))))
#|       (local.set 0 (i32.add (local.get 0) (i32.const 512)))
#|       (br_if $next (i32.lt_u (local.get 0) (i32.const 131072))))
#|     (local.get $n))
#|   (func $frame (export "frame") (param $x i32) (result i32)
#|     (local $frame i32) (local $sum i32)
#|     (global.set $sp (local.tee $frame
#|       (i32.sub (global.get $sp) (i32.const 32))))
#|     (i32.store offset=4 (local.get $frame) (local.get $x))
#|     (i32.store offset=24 (local.get $frame) (i32.const 3))
#|     (call $f (local.get $x))
#|     (local.set $sum (i32.add (call $get (local.get $frame))
#|       (i32.load offset=24 (local.get $frame))))
#|     (global.set $sp (i32.add (local.get $frame) (i32.const 32)))
#|     (local.get $sum))
#|   (func $deep (export "deep") (param $n i32) (result i32)
#|     (local $frame i32) (local $sum i32)
#|     (global.set $sp (local.tee $frame
#|       (i32.sub (global.get $sp) (i32.const 4096))))
#|     (i32.store offset=8 (local.get $frame) (local.get $n))
#|     (if (local.get $n) (then
#|       (local.set $sum (call $deep
#|         (i32.sub (local.get $n) (i32.const 1))))))
#|     (local.set $sum (i32.add (local.get $sum)
#|       (i32.load offset=8 (local.get $frame))))
#|     (global.set $sp (i32.add (local.get $frame) (i32.const 4096)))
#|     (local.get $sum)))
#: env.py
#| depth = 0
#| then = None
#| def f(x):
#|     import app
#|     global depth
#|     app.touch(0)
#|     if depth:
#|         depth -= 1
#|         assert app.frame(x + 1) == x + 4
#|     if then is not None:
#|         app.__stack_pointer.value = then
from check import equal, trap
import app
import env

OUT = "out of bounds memory access"


def frame_at(pointer, x):
    app.__stack_pointer.value = pointer
    return app.frame(x)


equal(app.frame(5), 8)
env.depth = 3
equal(app.frame(5), 8)
equal(app.__stack_pointer.value, 65536)
# Anywhere in memory, aligned or not, up to the last byte that is needed.
for pointer in (32, 33, 47, 64, 65535, 65537, 65552, 131072, 131074, 131076):
    equal(frame_at(pointer, 9), 12)
    equal(app.__stack_pointer.value, pointer)
# What wraps, and what is not in memory, or in part.
for pointer in (131077, 131080, 131096, 131104, 0x7fffffff, -0x80000000,
                -0x7fffffff, -1, -4, -32, -100):
    app.__stack_pointer.value = pointer
    text = trap(app.frame, 9)
    assert OUT in text, (pointer, text)
# Offsets of a frame do not wrap at 4 GiB: index -32 + 4 is no address 0.
for pointer in (0, 4, 8, 16, 28, 31):
    app.__stack_pointer.value = pointer
    assert OUT in trap(app.frame, 9), pointer
# Python sets it in the middle.
for env.then in (0, -1, 0x7fffffff, -0x80000000, 131077):
    equal(frame_at(65536, 7), 10)
    equal(app.__stack_pointer.value, 65536)
env.then = None
# Runs down through the end of memory.
app.__stack_pointer.value = 65536
equal(app.deep(15), 120)
assert OUT in trap(app.deep, 16)
app.__stack_pointer.value = 65536
assert OUT in trap(app.deep, 40)
app.__stack_pointer.value = 65536
equal(app.frame(5), 8)
