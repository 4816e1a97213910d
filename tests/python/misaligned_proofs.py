# What the compiler proves to be aligned is, and what only looks like it is not
# taken for it: parameters that one of several callers gives, a stack pointer
# that some function sets to anything, values that change round a loop.
#: each arch
#: needs 300k
#: app.wat
#| (module
#|   (memory (export "memory") 1)
#|   (global $stack (mut i32) (i32.const 4096))
#|   (global $odd (mut i32) (i32.const 4097))
#|   (global $moved (mut i32) (i32.const 4096))
#|   (func $put (param $at i32) (param $value i32)
#|     (i32.store offset=4 (local.get $at) (local.get $value)))
#|   (func $get (param $at i32) (result i32)
#|     (i32.add (i32.load (local.get $at)) (i32.load offset=8 (local.get $at))))
#|   ;; A frame of 16 bytes.
#|   (func (export "frame") (param $value i32) (result i32)
#|     (local $at i32) (local $result i32)
#|     (global.set $stack
#|       (local.tee $at (i32.sub (global.get $stack) (i32.const 16))))
#|     (i32.store (local.get $at) (local.get $value))
#|     (i32.store offset=8 (local.get $at) (i32.const 5))
#|     (call $put (local.get $at) (i32.const 3))
#|     (local.set $result
#|       (i32.add (call $get (local.get $at)) (i32.load offset=4 (local.get $at))))
#|     (global.set $stack (i32.add (local.get $at) (i32.const 16)))
#|     (local.get $result))
#|   (func (export "put") (param $at i32) (param $value i32)
#|     (call $put (local.get $at) (local.get $value)))
#|   (func (export "get") (param $at i32) (result i32)
#|     (call $get (local.get $at)))
#|   ;; Starts misaligned.
#|   (func (export "odd") (param $value i32) (result i32)
#|     (i32.store (global.get $odd) (local.get $value))
#|     (global.set $odd (i32.add (global.get $odd) (i32.const 4)))
#|     (i32.load (i32.sub (global.get $odd) (i32.const 4))))
#|   (func (export "move") (param $by i32)
#|     (global.set $moved (i32.add (global.get $moved) (local.get $by))))
#|   (func (export "moved") (param $value i32) (result i32)
#|     (i32.store (global.get $moved) (local.get $value))
#|     (i32.load (global.get $moved)))
#|   ;; From 64 on in steps of 6, then of `step`.
#|   (func (export "steps") (param $n i32) (param $step i32) (result i32)
#|     (local $at i32) (local $sum i32)
#|     (local.set $at (i32.const 64))
#|     (loop $next
#|       (local.set $sum (i32.add (local.get $sum) (i32.load (local.get $at))))
#|       (i32.store16 offset=512 (local.get $at) (local.get $n))
#|       (local.set $at (i32.add (local.get $at)
#|         (select (local.get $step) (i32.const 6)
#|           (i32.gt_u (local.get $n) (i32.const 3)))))
#|       (br_if $next
#|         (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
#|     (local.get $sum))
#|   ;; Calls itself with what is still aligned, once with what is not.
#|   (func $down (param $at i32) (param $n i32) (result i32)
#|     (if (result i32) (local.get $n)
#|       (then (i32.add (i32.load (local.get $at))
#|         (call $down (i32.add (local.get $at)
#|             (select (i32.const 3) (i32.const 8)
#|               (i32.eq (local.get $n) (i32.const 2))))
#|           (i32.sub (local.get $n) (i32.const 1)))))
#|       (else (i32.const 0))))
#|   (func (export "down") (param $n i32) (result i32)
#|     (call $down (i32.const 64) (local.get $n)))
#|   ;; The result of a function.
#|   (func $place (param $n i32) (result i32)
#|     (if (result i32) (local.get $n)
#|       (then (i32.const 128)) (else (i32.const 130))))
#|   (func (export "at_place") (param $n i32) (result i64)
#|     (i64.load (call $place (local.get $n)))))
import struct
from check import equal
import app

m = app.memory


def word(at):
    return struct.unpack_from("<I", bytes(m[at:at + 4]))[0]


for i in range(512):
    m[i] = i * 7 & 0x7f
equal(app.frame(7), 15)
equal(app.frame(8), 16)
for at in range(20, 28):
    app.put(at, 0x1020304)
    equal(word(at + 4), 0x1020304)
    equal(app.get(at), (word(at) + word(at + 8) + 2**31) % 2**32 - 2**31)
equal([app.odd(i) for i in (1, 2, 0x7654321)], [1, 2, 0x7654321])
for by in (0, 1, 1, 1, 1, 4, -2):
    app.move(by)
    equal(app.moved(0x12345678 + by), 0x12345678 + by)
for step in (4, 5, 2):
    at, total, n = 64, 0, 6
    while n:
        total += word(at)
        at += step if n > 3 else 6
        n -= 1
    equal(app.steps(6, step), (total + 2**31) % 2**32 - 2**31)
at, total = 64, 0
for n in (4, 3, 2, 1):
    total += word(at)
    at += 3 if n == 2 else 8
equal(app.down(4), (total + 2**31) % 2**32 - 2**31)
equal(app.at_place(1), struct.unpack("<q", bytes(m[128:136]))[0])
equal(app.at_place(0), struct.unpack("<q", bytes(m[130:138]))[0])
