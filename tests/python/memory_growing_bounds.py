# A memory that grows while it is used: bounds that are known from what it was at
# first, from checks before, or from those of other fields, are the right ones.
#: each arch
#: needs 700k
#: app.wat
#| (module (memory (export "memory") 1 4)
#|   (func $grow (param i32) (result i32) (memory.grow (local.get 0)))
#|   (export "grow" (func $grow))
#|   ;; In bounds from the start, or not.
#|   (func (export "byte") (param i32) (result i32)
#|     (i32.load8_u (i32.and (local.get 0) (i32.const 0xffff))))
#|   (func (export "far_byte") (param i32) (result i32)
#|     (i32.load8_u (i32.and (local.get 0) (i32.const 0x1ffff))))
#|   (func (export "word") (param i32) (result i32)
#|     (i32.load (i32.and (local.get 0) (i32.const 0xfffc))))
#|   (func (export "next_word") (param i32) (result i32)
#|     (i32.load offset=4 (i32.and (local.get 0) (i32.const 0xfffc))))
#|   ;; Two fields of a structure.
#|   (func (export "fields") (param i32) (result i32)
#|     (i32.add (i32.load (local.get 0)) (i32.load offset=12 (local.get 0))))
#|   ;; A field, more memory, and the field or another one.
#|   (func (export "again") (param $at i32) (param $more i32) (result i32)
#|     (local $sum i32)
#|     (local.set $sum (i32.load (local.get $at)))
#|     (drop (call $grow (local.get $more)))
#|     (i32.add (local.get $sum) (i32.load (local.get $at))))
#|   (func (export "another") (param $at i32) (param $more i32) (result i32)
#|     (local $sum i32)
#|     (local.set $sum (i32.load (local.get $at)))
#|     (drop (call $grow (local.get $more)))
#|     (i32.add (local.get $sum) (i32.load offset=8 (local.get $at))))
#|   ;; The first byte, more memory, and the whole word.
#|   (func (export "whole") (param $at i32) (param $more i32) (result i32)
#|     (local $sum i32)
#|     (local.set $sum (i32.load8_u (local.get $at)))
#|     (drop (call $grow (local.get $more)))
#|     (i32.add (local.get $sum) (i32.load align=1 (local.get $at))))
#|   ;; In each round an address that was loaded in the one before.
#|   (func (export "follow") (param $at i32) (param $more i32) (result i32)
#|     (local $rounds i32)
#|     (loop $again
#|       (local.set $rounds (i32.add (local.get $rounds) (i32.const 1)))
#|       (local.set $at (i32.load (local.get $at)))
#|       (drop (memory.grow (local.get $more)))
#|       (br_if $again (i32.load offset=4 (local.get $at))))
#|     (local.get $rounds)))
from check import equal, raises
import app

BOUNDS = "out of bounds memory access"
PAGE = 65536


def set_word(at, value):
    for i in range(4):
        app.memory[at + i] = value >> 8 * i & 255


app.memory[PAGE - 1] = 5
equal(app.byte(PAGE - 1), 5)
equal(app.byte(2 * PAGE - 1), 5)
equal(app.far_byte(PAGE - 1), 5)
raises(app.Trap, BOUNDS, app.far_byte, PAGE)
raises(app.Trap, BOUNDS, app.far_byte, 2 * PAGE - 1)
equal(app.word(PAGE - 4), 5 << 24)
equal(app.next_word(PAGE - 8), 5 << 24)
raises(app.Trap, BOUNDS, app.next_word, PAGE - 4)
equal(app.fields(PAGE - 16), 5 << 24)
for at in (PAGE - 12, PAGE - 4, PAGE, 0x7FFFFFF8, -16, -12, -4):
    raises(app.Trap, BOUNDS, app.fields, at)

# 0 -> 8 -> PAGE + 8, the second fields of which are there when it has grown.
set_word(0, 8)
set_word(8, PAGE + 8)
set_word(12, 1)
raises(app.Trap, BOUNDS, app.follow, 0, 0)

raises(app.Trap, BOUNDS, app.again, PAGE, 1)
raises(app.Trap, BOUNDS, app.another, PAGE - 8, 0)
raises(app.Trap, BOUNDS, app.whole, PAGE, 1)
raises(app.Trap, BOUNDS, app.whole, PAGE - 1, 0)
raises(app.Trap, BOUNDS, app.whole, PAGE - 3, 0)
equal(app.whole(PAGE - 4, 0), 5 << 24)
equal(len(app.memory), PAGE)
equal(app.another(PAGE - 4, 1), 5 << 24)
equal(len(app.memory), 2 * PAGE)
equal(app.again(2 * PAGE - 4, 0), 0)
raises(app.Trap, BOUNDS, app.again, 2 * PAGE, 0)
raises(app.Trap, BOUNDS, app.another, 2 * PAGE - 8, 0)
equal(app.far_byte(2 * PAGE - 1), 0)
equal(app.fields(PAGE), 0)
raises(app.Trap, BOUNDS, app.fields, 2 * PAGE - 12)

set_word(PAGE + 8, 2 * PAGE - 4)
set_word(PAGE + 12, 1)
raises(app.Trap, BOUNDS, app.follow, 0, 0)
equal(app.follow(0, 1), 3)
equal(len(app.memory), 4 * PAGE)
equal(app.grow(1), -1)
