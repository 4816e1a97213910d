# Calls through a table that nothing writes: each index has the trap that the
# specification says, whatever the type of the call.
#: each arch
#: app.wat --no-instance
#| (module
#|   (import "env" "ask" (func $ask (param i32) (result i32)))
#|   (type $unary (func (param i32) (result i32)))
#|   (type $nullary (func (result i32)))
#|   (type $wide (func (param i64 f32) (result f64)))
#|   (type $pair (func (param i32 i32) (result i32 i32)))
#|   (type $unused (func (param f64)))
#|   (table $t 12 20 funcref)
#|   (table $all 2 2 funcref)
#|   (table $empty 0 funcref)
#|   (table $one 4 funcref)
#|   (table $two_holes i64 3 funcref)
#|   (elem (table $t) (i32.const 1) func $inc $seven $ask $wide $double)
#|   (elem (table $t) (i32.const 8) func $swap $seven $inc)
#|   (elem (table $t) (i32.const 9) funcref (ref.null func) (ref.func $double))
#|   (elem (table $all) (i32.const 0) func $inc $double)
#|   (elem (table $one) (i32.const 2) func $seven)
#|   (elem (table $two_holes) (i64.const 1) func $count)
#|   (global $calls (mut i32) (i32.const 0))
#|   (func $inc (type $unary) (i32.add (local.get 0) (i32.const 1)))
#|   (func $double (type $unary) (i32.mul (local.get 0) (i32.const 2)))
#|   (func $seven (type $nullary) i32.const 7)
#|   (func $wide (type $wide)
#|     (f64.add (f64.convert_i64_s (local.get 0))
#|              (f64.promote_f32 (local.get 1))))
#|   (func $swap (type $pair) local.get 1 local.get 0)
#|   (func $count (type $nullary)
#|     (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
#|     global.get $calls)
#|   (func (export "unary") (param i32 i32) (result i32)
#|     (call_indirect $t (type $unary) (local.get 1) (local.get 0)))
#|   (func (export "nullary") (param i32) (result i32)
#|     (call_indirect $t (type $nullary) (local.get 0)))
#|   (func (export "wide") (param i32 i64 f32) (result f64)
#|     (call_indirect $t (type $wide) (local.get 1) (local.get 2)
#|                                    (local.get 0)))
#|   (func (export "pair") (param i32 i32 i32) (result i32 i32)
#|     (call_indirect $t (type $pair) (local.get 1) (local.get 2)
#|                                    (local.get 0)))
#|   (func (export "unused") (param i32)
#|     (call_indirect $t (type $unused) (f64.const 1) (local.get 0)))
#|   (func (export "fixed") (result i32)
#|     (call_indirect $t (type $unary) (i32.const 20) (i32.const 5)))
#|   (func (export "all") (param i32 i32) (result i32)
#|     (call_indirect $all (type $unary) (local.get 1) (local.get 0)))
#|   (func (export "all_nullary") (param i32) (result i32)
#|     (call_indirect $all (type $nullary) (local.get 0)))
#|   (func (export "empty") (param i32) (result i32)
#|     (call_indirect $empty (type $nullary) (local.get 0)))
#|   (func (export "one") (param i32) (result i32)
#|     (call_indirect $one (type $nullary) (local.get 0)))
#|   (func (export "count") (param i64) (result i32)
#|     (call_indirect $two_holes (type $nullary) (local.get 0)))
#|   (func (export "both") (param i32 i32) (result i32)
#|     (i32.add (call_indirect $t (type $nullary) (local.get 0))
#|              (call_indirect $t (type $nullary) (local.get 1))))
#|   (func (export "sizes") (result i32)
#|     (i32.add (table.size $t)
#|              (i32.mul (i32.const 100)
#|                       (i32.wrap_i64 (table.size $two_holes))))))
from check import equal, raises
import app
from app import instantiate

UNDEFINED = "undefined element"
NULL = "uninitialized element"
TYPE = "indirect call type mismatch"


def ask(x):
    return x * 10


def traps(text, f, *args):
    raises(app.Trap, text, f, *args)


def found(f, *args):
    try:
        return f(*args)
    except app.Trap as e:
        return str(e)


a = instantiate({"env": {"ask": ask}})
# null inc seven ask wide double null null swap null double null
equal(
    [found(a.unary, i, 5) for i in range(13)],
    [NULL, 6, TYPE, 50, TYPE, 10, NULL, NULL, TYPE, NULL, 10, NULL, UNDEFINED],
)
equal(
    [found(a.nullary, i) for i in range(13)],
    [NULL, TYPE, 7, TYPE, TYPE, TYPE, NULL, NULL, TYPE, NULL, TYPE, NULL, UNDEFINED],
)
equal(a.wide(4, 1 << 40, 0.5), (1 << 40) + 0.5)
equal([found(a.wide, i, 1, 1.0) for i in (0, 3, 12)], [NULL, TYPE, UNDEFINED])
equal(a.pair(8, 1, 2), (2, 1))
equal([found(a.pair, i, 1, 2) for i in (7, 10, 99)], [NULL, TYPE, UNDEFINED])
equal([found(a.unused, i) for i in (0, 1, 11, 12)], [NULL, TYPE, NULL, UNDEFINED])
equal(a.fixed(), 40)
for i in (-1, 12, 20, 1 << 31, -(1 << 31)):
    traps(UNDEFINED, a.unary, i, 0)
    traps(UNDEFINED, a.nullary, i)
    traps(UNDEFINED, a.empty, i)

equal([found(a.all, i, 4) for i in (0, 1, 2, -1)], [5, 8, UNDEFINED, UNDEFINED])
equal([found(a.all_nullary, i) for i in (0, 1, 2)], [TYPE, TYPE, UNDEFINED])
traps(UNDEFINED, a.empty, 0)
equal([found(a.one, i) for i in range(5)], [NULL, NULL, 7, NULL, UNDEFINED])
equal(found(a.both, 2, 2), 14)
equal(found(a.both, 2, 3), TYPE)
equal(found(a.both, 6, 3), NULL)

# An index of 64 bits counts with all of them.
equal([found(a.count, i) for i in range(4)], [NULL, 1, NULL, UNDEFINED])
traps(UNDEFINED, a.count, 1 << 32)
traps(UNDEFINED, a.count, (1 << 32) + 1)
traps(UNDEFINED, a.count, -1)
equal(a.sizes(), 312)

# Functions run in the instance that calls, imports are those of the instance.
b = instantiate({"env": {"ask": lambda x: x + 1}})
equal([b.unary(3, 5), a.unary(3, 5)], [6, 50])
equal([b.count(1), b.count(1), a.count(1)], [1, 2, 2])
