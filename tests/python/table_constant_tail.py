# Tail calls through a table that nothing writes: to functions of other types, to
# an import, with several results, and the traps.
#: each arch
#: app.wat --no-instance
#| (module
#|   (import "env" "ask" (func $ask (param i32 i64 f64) (result i32 i64)))
#|   (type $t (func (param i32 i64 f64) (result i32 i64)))
#|   (type $s (func (param i32) (result i32 i64)))
#|   (table 8 funcref)
#|   (elem (i32.const 1) func $ask $down $turn)
#|   (elem (i32.const 5) func $down $other)
#|   (func $other (result i32) i32.const 0)
#|   (func $down (type $t)
#|     (if (i32.eqz (local.get 0))
#|       (then (return (i32.trunc_f64_s (local.get 2)) (local.get 1))))
#|     (return_call_indirect (type $s) (local.get 0) (i32.const 3)))
#|   (func $turn (type $s)
#|     (return_call_indirect (type $t)
#|       (i32.sub (local.get 0) (i32.const 1)) (i64.const 1234567890123)
#|       (f64.const 4.5) (i32.const 5)))
#|   (func (export "at") (param i32 i32) (result i32 i64)
#|     (return_call_indirect (type $t)
#|       (local.get 1) (i64.const -5) (f64.const 6.25) (local.get 0)))
#|   (func (export "turn") (param i32 i32) (result i32 i64)
#|     (return_call_indirect (type $s) (local.get 1) (local.get 0)))
#|   (func (export "none") (param i32) (result i32)
#|     (return_call_indirect (param i64) (result i32)
#|       (i64.const 1) (local.get 0))))
#: named.wat --names=full
#| (module
#|   (type $t (func (param i32) (result i32)))
#|   (table 6 funcref)
#|   (elem (i32.const 1) func $inc $other $none)
#|   (elem (i32.const 4) func $inc)
#|   (elem (i32.const 3) funcref (ref.null func))
#|   (func $inc (type $t) (i32.add (local.get 0) (i32.const 1)))
#|   (func $other)
#|   (func $none (result i32) i32.const 0)
#|   (func $inner (param i32) (result i32)
#|     (call_indirect (type $t) (local.get 0) (local.get 0)))
#|   (func (export "tail") (param i32) (result i32)
#|     (return_call_indirect (type $t) (local.get 0) (local.get 0)))
#|   (func (export "run") (param i32) (result i32)
#|     (call $inner (local.get 0))))
from check import equal, raises
import app, named

UNDEFINED = "undefined element"
NULL = "uninitialized element"
TYPE = "indirect call type mismatch"


def found(trap, f, *args):
    try:
        return f(*args)
    except trap as e:
        return str(e).split("\n")[0]


a = app.instantiate({"env": {"ask": lambda i, l, d: (i + 1, l * 2)}})
down = [found(app.Trap, a.at, i, 0) for i in range(9)]
equal(down, [NULL, (1, -10), (6, -5), TYPE, NULL, (6, -5), TYPE, NULL, UNDEFINED])
equal(a.at(2, 20000), (4, 1234567890123))
equal(a.at(5, 20000), (4, 1234567890123))
equal(a.turn(3, 20000), (4, 1234567890123))
equal([found(app.Trap, a.turn, i, 1) for i in (0, 1, 2, 5, 8)],
      [NULL, TYPE, TYPE, TYPE, UNDEFINED])
equal([found(app.Trap, a.none, i) for i in (0, 1, 6, 7, 8)],
      [NULL, TYPE, TYPE, NULL, UNDEFINED])
equal([found(app.Trap, a.at, 5, 3), found(app.Trap, a.none, 2)],
      [(4, 1234567890123), TYPE])

for f, name in ((named.run, "inner"), (named.tail, "tail")):
    where = " in " + name
    equal([found(named.Trap, f, i) for i in range(7)],
          [NULL + where, 2, TYPE + where, NULL + where, 5, NULL + where,
           UNDEFINED + where])
