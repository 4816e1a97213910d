# What is stored across the end of the main window of a lean memory, where it
# cannot be extended in place, is all there: the bytes before and behind the end,
# in the same call and later, when the window has moved.
#: needs 40k
#: app.wat --memory=lean
#: also -O2
#: also -Oz
#| (module (memory (export "memory") 4)
#|   (data (i32.const 1024) "the main window begins with these bytes")
#|   (func $pages (export "pages") (result i32)
#|     (drop (memory.grow (i32.const 0)))
#|     (memory.size))
#|   (func (export "store") (param $at i32) (param $n i32) (param $step i32)
#|     (loop
#|       (i64.store offset=3 align=1 (local.get $at)
#|         (i64.mul (i64.extend_i32_u (local.get $n))
#|           (i64.const 0x0102030405060708)))
#|       (local.set $at (i32.add (local.get $at) (local.get $step)))
#|       (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
#|   (func (export "sum") (param $at i32) (param $n i32) (result i32)
#|     (local $sum i32)
#|     (loop
#|       (local.set $sum (i32.add
#|         (i32.mul (local.get $sum) (i32.const 31))
#|         (i32.load offset=1 align=1 (local.get $at))))
#|       (local.set $at (i32.add (local.get $at) (i32.const 1)))
#|       (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
#|     (i32.and (local.get $sum) (i32.const 0x3fffffff)))
#|   (func (export "store_and_sum") (param $at i32) (param $n i32) (result i32)
#|     (local $sum i32)
#|     (loop
#|       (i32.store16 offset=1 align=1 (local.get $at) (local.get $n))
#|       (local.set $sum (i32.add
#|         (i32.mul (call $pages) (local.get $sum))
#|         (i32.load offset=0 align=1 (local.get $at))))
#|       (local.set $at (i32.add (local.get $at) (i32.const 5)))
#|       (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
#|     (i32.and (local.get $sum) (i32.const 0x3fffffff))))
from check import equal
import app

MASK = 0x3fffffff
model = bytearray(2600)
model[:39] = b"the main window begins with these bytes"
behind = []


def fill_heap():
    # So that no block of the heap can be extended.
    for size in (512, 64, 16):
        for i in range(4):
            behind.append(bytearray(size))


def store(at, n, step):
    app.store(1024 + at, n, step)
    while n:
        value = n * 0x0102030405060708 & 0xffffffffffffffff
        model[at + 3:at + 11] = value.to_bytes(8, "little")
        at += step
        n -= 1


def sum_of(at, n):
    total = 0
    for i in range(at, at + n):
        total = total * 31 + int.from_bytes(model[i + 1:i + 5], "little")
        total &= 0xffffffff
    return total & MASK


def store_and_sum(at, n):
    total = 0
    got = app.store_and_sum(1024 + at, n)
    while n:
        model[at + 1:at + 3] = n.to_bytes(2, "little")
        word = int.from_bytes(model[at:at + 4], "little")
        total = 4 * total + word & 0xffffffff
        at += 5
        n -= 1
    equal(got, total & MASK)


fill_heap()
for at in range(20, 800, 39):
    store(at, 5, 7)
    if at % 2:
        fill_heap()
    equal(app.sum(1024 + at - 20, 90), sum_of(at - 20, 90))
store(700, 90, 13)  # far beyond the end
equal(app.sum(1024, 2000), sum_of(0, 2000))
store_and_sum(1800, 120)
equal(app.sum(1024, 2500), sum_of(0, 2500))
equal(bytes(app.memory[1024:1024 + 2600]), bytes(model))
