# Loops in a lean memory go on rightly when what they access moves: because
# they write next to it, call a function that does, or fill memory.
#: needs 40k
#: app.wat --memory=lean
#: also -O2
#| (module (memory (export "memory") 4)
#|   (func $set (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
#|   (func (export "spread")
#|     (param $from i32) (param $to i32) (param $far i32) (param $n i32)
#|     (loop
#|       (i32.store8 (local.get $to) (i32.load8_u (local.get $from)))
#|       (call $set (local.get $far)
#|         (i32.add (i32.load8_u (local.get $to)) (i32.const 1)))
#|       (local.set $from (i32.add (local.get $from) (i32.const 1)))
#|       (local.set $to (i32.add (local.get $to) (i32.const 1)))
#|       (local.set $far (i32.sub (local.get $far) (i32.const 3)))
#|       (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
#|   (func (export "fill") (param $at i32) (param $n i32) (result i32)
#|     (local $sum i32)
#|     (loop
#|       (i32.store8 (local.get $at) (i32.const 1))
#|       (memory.fill (i32.add (local.get $at) (i32.const 5))
#|         (local.get $n) (i32.const 40))
#|       (local.set $sum (i32.add (local.get $sum) (i32.add
#|         (i32.load8_u (local.get $at))
#|         (i32.load8_u offset=40 (local.get $at)))))
#|       (local.set $at (i32.add (local.get $at) (i32.const 24)))
#|       (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
#|     (local.get $sum))
#|   (func (export "fill_below") (param $at i32) (param $below i32)
#|     (param $n i32) (result i32) (local $i i32)
#|     (loop
#|       (memory.fill (local.get $below) (i32.const 9) (i32.const 20))
#|       (local.set $below (i32.sub (local.get $below) (i32.const 30)))
#|       (local.set $i (i32.add (local.get $i) (i32.const 1)))
#|       (i32.store8 (local.get $at) (local.get $i))
#|       (local.set $at (i32.add (local.get $at) (i32.const 1)))
#|       (br_if 0 (i32.ne (local.get $i) (local.get $n))))
#|     (local.get $i)))
from check import equal
import app

m = app.memory
model = {}


def spread(start, to, far, n):
    app.spread(start, to, far, n)
    for i in range(n):
        byte = model[to + i] = model.get(start + i, 0)
        model[far - 3 * i] = (byte + 1) & 255


def compare():
    for at in model:
        if m[at] != model[at]:
            equal((at, m[at]), (at, model[at]))


m[1000:1100] = bytes(range(100, 200))
for i in range(100):
    model[1000 + i] = 100 + i
spread(1000, 70000, 200000, 100)  # three windows
compare()
spread(70000, 150000, 200003, 400)  # one grows upwards, one downwards
compare()
spread(199000, 1100, 71000, 300)  # they meet
compare()
for i in range(20):
    spread(1000 + i, 150000 - 7 * i, 199999 - i, 40)
compare()
# What is written was there before, so it is in view, and moves when the call
# makes memory below.
m[90000:91100] = bytes(range(220)) * 5
for i in range(1100):
    model[90000 + i] = i % 220
spread(90001, 90000, 89990, 900)
compare()
m[160000:161100] = bytes(1100)
equal(app.fill_below(160000, 159990, 60), 60)
equal(bytes(m[160000:160080]), bytes(range(1, 61)) + bytes(20))
equal(app.fill(100000, 100), sum(1 + n for n in range(1, 101)))
equal(app.fill(69000, 60), sum(1 + n for n in range(1, 61)))
