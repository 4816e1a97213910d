# In a function of more than 128 KB a br_table with hundreds of cases that fall
# through, a small one with holes, calls through a table, and branches of all
# lengths. On armv6m all addresses come from functions there. A part of the
# function is constants that nobody uses.
#: app.wat
#| (module
#|   (type $step (func (param i32) (result i32)))
#|   (table funcref (elem $add $negate))
#|   (func $add (type $step) (i32.add (local.get 0) (i32.const 0x1234567)))
#|   (func $negate (type $step) (i32.sub (i32.const 0) (local.get 0)))
#|   (func (export "f") (param $case i32) (param $value i32) (param $rounds i32)
#|       (param $stop i32) (result i32)
#12000| (drop (i64.const 0x7eeeeeeeeeeeeeee))
#|     (block $out
#|     (loop $again
#|       (block $small
#|         (block $odd
#|           (block $even
#|             (br_table $even $odd $small $even $small $odd $small
#|               (i32.sub (local.get $case) (i32.const 100))))
#|           (local.set $value (i32.add (local.get $value) (i32.const 0x10001))))
#|         (local.set $value (call_indirect (type $step) (local.get $value)
#|           (i32.and (local.get $value) (i32.const 1)))))
#|       (block $default
#600| (block
#|         (br_table
#600| {i}
#|           $default (local.get $case))
#600| ) (local.set $value (i32.xor (i32.mul (local.get $value) (i32.const 3)) (i32.const {i}))) (br_if $out (i32.eq (local.get $value) (local.get $stop)))
#|       )
#|       (local.set $case (i32.add (local.get $case) (i32.const 7)))
#|       (br_if $again (local.tee $rounds
#|         (i32.sub (local.get $rounds) (i32.const 1))))))
#|     (local.get $value)))
from check import equal
import app

CASES = 600
MASK = 0xffffffff


def expected(case, value, rounds, stop):
    while rounds:
        small = case - 100
        if small in (0, 1, 3, 5):
            if small in (0, 3):
                value = (value + 0x10001) & MASK
            if value & 1:
                value = -value & MASK
            else:
                value = (value + 0x1234567) & MASK
        for i in range(case, CASES):
            value = (value * 3 & MASK) ^ i
            if value == stop:
                return value
        case += 7
        rounds -= 1
    return value


def run(case, value, rounds, stop):
    equal(app.f(case, value, rounds, stop) & MASK,
          expected(case, value, rounds, stop))


for case in range(0, CASES + 20):
    run(case, case * 12345, 1, 0)
for case in (0, 7, 93, 100, 595):
    run(case, 77, 20, 1)
# Values that come up on the way, early and late.
for case, last in ((0, 1), (0, 300), (90, 590), (599, 600)):
    value = 5
    for i in range(case, last):
        value = (value * 3 & MASK) ^ i
    run(case, 5, 3, value)
