# Accesses whose checks can be made one, or made earlier: from memory that is
# empty at first and grows in between, with large offsets, in loops that may
# have no round, after something that can be seen.
#: each arch
#: needs 400k
#: also --memory=lean
#: app.wat
#| (module
#|   (import "env" "f" (func $f (param i32)))
#|   (memory (export "memory") 0 3)
#|   (global $seen (export "seen") (mut i32) (i32.const 0))
#|   (func (export "grow") (param i32) (result i32)
#|     (memory.grow (local.get 0)))
#|   (func (export "two") (param i32) (result i32)
#|     (i32.add (i32.load offset=0 (local.get 0))
#|              (i32.load offset=65532 (local.get 0))))
#|   (func (export "stores") (param i32)
#|     (i32.store (local.get 0) (i32.const 7))
#|     (i32.store offset=65536 (local.get 0) (i32.const 8)))
#|   (func (export "told") (param i32) (result i32)
#|     (drop (i32.load (local.get 0)))
#|     (global.set $seen (local.get 0))
#|     (i32.load offset=65536 (local.get 0)))
#|   (func (export "called") (param i32) (result i32)
#|     (drop (i32.load (local.get 0)))
#|     (call $f (local.get 0))
#|     (i32.load offset=65536 (local.get 0)))
#|   (func (export "far") (param i32) (result i32)
#|     (i32.add (i32.load offset=0x80000000 (local.get 0))
#|              (i32.load offset=0xfffffffc (local.get 0))))
#|   (func (export "near_and_far") (param i32 i32) (result i32)
#|     (drop (i32.load (local.get 0)))
#|     (if (result i32) (local.get 1)
#|       (then (i32.load offset=0xffffffff (local.get 0)))
#|       (else (i32.const 3))))
#|   (func (export "loop") (param $at i32) (param $count i32) (result i32)
#|     (local $sum i32)
#|     (block $end
#|       (loop $next
#|         (br_if $end (i32.eqz (local.get $count)))
#|         (local.set $sum (i32.add (local.get $sum)
#|           (i32.add (i32.load8_u (local.get $at))
#|                    (i32.load offset=4 (local.get $at)))))
#|         (local.set $at (i32.add (local.get $at) (i32.const 0x4000)))
#|         (local.set $count (i32.sub (local.get $count) (i32.const 1)))
#|         (br $next)))
#|     (local.get $sum))
#|   (func (export "list") (param $at i32) (result i32)
#|     (local $n i32)
#|     (loop $next
#|       (local.set $n (i32.add (local.get $n)
#|         (i32.load offset=4 (local.get $at))))
#|       (local.set $at (i32.load (local.get $at)))
#|       (br_if $next (local.get $at)))
#|     (local.get $n))
#|   (func (export "growing") (param $at i32) (param $rounds i32) (result i32)
#|     (local $n i32)
#|     (loop $next
#|       (i32.store (local.get $at) (i32.const 1))
#|       (local.set $n (i32.add (local.get $n) (i32.load (local.get $at))))
#|       (local.set $at (i32.add (local.get $at) (i32.const 65536)))
#|       (drop (memory.grow (i32.const 1)))
#|       (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
#|       (br_if $next (local.get $rounds)))
#|     (local.get $n)))
#: env.py
#| told = []
#| def f(at):
#|     import app
#|     told.append(at)
#|     app.grow(1)
from check import equal, trap
import app
import env

OUT = "out of bounds memory access"


def out(function, *args):
    assert OUT in trap(function, *args), args


FAR = (0, 4, 100, 65532, 65536, 0x7fffffff, -0x80000000, -4, -65532, -65536, -1)
# Empty memory: nothing is in it, whatever is added.
for at in FAR:
    out(app.two, at)
    out(app.stores, at)
    out(app.told, at)
    out(app.called, at)
    out(app.far, at)
    out(app.near_and_far, at, 0)
    out(app.near_and_far, at, 1)
    out(app.loop, at, 1)
    equal(app.loop(at, 0), 0)
    out(app.list, at)
equal(app.seen.value, 0)
equal(env.told, [])

equal(app.grow(1), 0)
equal(app.two(0), 0)
for at in FAR[1:]:
    out(app.two, at)
    out(app.far, at)
    out(app.near_and_far, at, 1)
out(app.far, 0)
equal(app.near_and_far(65532, 0), 3)
out(app.near_and_far, 65533, 0)
# What was before the access that fails is seen.
out(app.stores, 16)
equal(app.memory[16], 7)
out(app.told, 24)
equal(app.seen.value, 24)
# Grows in the import, so that the second access is in it.
equal(app.called(16), 0)
equal(env.told, [16])
app.stores(16)
equal(app.memory[65552], 8)
app.memory[65552] = 0
equal(app.loop(0, 8), 0)
out(app.loop, 0, 9)
out(app.loop, 131064, 2)
out(app.loop, 131065, 1)
out(app.loop, -4, 1)
# A list whose last node leads out.
app.memory[32:36] = b"\x40\x00\x00\x00"
app.memory[36:40] = b"\x05\x00\x00\x00"
app.memory[64:68] = b"\xf8\xff\x01\x00"
equal(app.list(32), 5)
for end in (b"\xfc\xff\x01\x00", b"\xfc\xff\xff\xff", b"\x00\x00\x00\x80"):
    app.memory[64:68] = end
    out(app.list, 32)
out(app.growing, 131072, 1)
equal(app.growing(65536, 2), 2)
out(app.growing, 65536, 3)
