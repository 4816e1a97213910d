# Loops that begin near the largest or the smallest number, or take large steps,
# end where they should, and do not stand still.
#: each arch
#: also -O2
#: also -Oz
#: app.wat --interruptible
#| (module
#|   (func (export "up") (param $i i32) (param $end i32) (result i32)
#|     (local $n i32)
#|     (block (loop
#|       (br_if 1 (i32.ge_u (local.get $i) (local.get $end)))
#|       (local.set $n
#|         (i32.xor (i32.mul (local.get $n) (i32.const 31)) (local.get $i)))
#|       (local.set $i (i32.add (local.get $i) (i32.const 1)))
#|       (br 0)))
#|     (i32.and (local.get $n) (i32.const 0x3fffffff)))
#|   (func (export "up_signed") (param $i i32) (param $end i32) (result i32)
#|     (local $n i32)
#|     (block (loop
#|       (br_if 1 (i32.ge_s (local.get $i) (local.get $end)))
#|       (local.set $n
#|         (i32.xor (i32.mul (local.get $n) (i32.const 31)) (local.get $i)))
#|       (local.set $i (i32.add (local.get $i) (i32.const 1)))
#|       (br 0)))
#|     (i32.and (local.get $n) (i32.const 0x3fffffff)))
#|   (func (export "down") (param $i i32) (param $end i32) (result i32)
#|     (local $n i32)
#|     (block (loop
#|       (br_if 1 (i32.le_u (local.get $i) (local.get $end)))
#|       (local.set $n
#|         (i32.xor (i32.mul (local.get $n) (i32.const 31)) (local.get $i)))
#|       (local.set $i (i32.sub (local.get $i) (i32.const 1)))
#|       (br 0)))
#|     (i32.and (local.get $n) (i32.const 0x3fffffff)))
#|   (func (export "down_signed") (param $i i32) (param $end i32) (result i32)
#|     (local $n i32)
#|     (block (loop
#|       (br_if 1 (i32.le_s (local.get $i) (local.get $end)))
#|       (local.set $n
#|         (i32.xor (i32.mul (local.get $n) (i32.const 31)) (local.get $i)))
#|       (local.set $i (i32.sub (local.get $i) (i32.const 1)))
#|       (br 0)))
#|     (i32.and (local.get $n) (i32.const 0x3fffffff)))
#|   (func (export "steps") (param $i i32) (param $end i32) (param $step i32) (result i32)
#|     (local $n i32)
#|     (local.set $step (i32.or (i32.const 1)
#|       (i32.and (local.get $step) (i32.const 0x7fffffff))))
#|     (block (loop
#|       (br_if 1 (i32.ge_u (local.get $i) (local.get $end)))
#|       (local.set $n
#|         (i32.xor (i32.mul (local.get $n) (i32.const 31)) (local.get $i)))
#|       (local.set $i (i32.add (local.get $i) (local.get $step)))
#|       (br 0)))
#|     (i32.and (local.get $n) (i32.const 0x3fffffff))))
from check import equal
import app


def expected(first, count, step):
    n = 0
    for k in range(count):
        n = (n * 31 & 0xffffffff) ^ (first + k * step & 0xffffffff)
    return n & 0x3fffffff


def signed(number):
    return (number + 0x80000000 & 0xffffffff) - 0x80000000


for size in (1, 200, 3000):
    for gap in (1, 2, 200):
        equal(app.up(-gap - size, -gap), expected(-gap - size, size, 1))
        equal(app.down(gap + size, gap), expected(gap + size, size, -1))
        last = 0x80000000 - gap
        equal(app.up_signed(last - size, last), expected(last - size, size, 1))
        last = gap - 0x80000000
        equal(app.down_signed(last + size, last),
              expected(last + size, size, -1))
for step in (1, 0x20001, 0x400001, 0x10000001, 0x7fffffff):
    count = min(3000, 0xffffffff // step)
    equal(app.steps(1, signed(2 + (count - 1) * step), step),
          expected(1, count, step))
