# A table with eight types in turn, all called: each index has the trap that the
# specification says, also with names.
#: each arch
#: app.wat --no-instance
#| (module
#|   (import "env" "ask" (func $ask (type $t1)))
#|   (type $t0 (func (result i32)))
#|   (type $t1 (func (param i32) (result i32)))
#|   (type $t2 (func (param i64) (result i32)))
#|   (type $t3 (func (param f32) (result i32)))
#|   (type $t4 (func (param f64) (result i32)))
#|   (type $t5 (func (param i32 i32) (result i32)))
#|   (type $t6 (func (param i32 i64) (result i32)))
#|   (type $t7 (func (param i64 i64) (result i32)))
#|   (table $t 50 funcref)
#|   (elem (i32.const 1) func $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7
#|     $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7
#|     $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7
#|     $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7
#|     $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7)
#|   (elem (i32.const 44) func $other $ask $f0)
#|   (func $other (param f32 f32))
#|   (func $f0 (type $t0) (i32.add (i32.const 0) (i32.const 0)))
#|   (func $f1 (type $t1) (i32.add (i32.const 100) (local.get 0)))
#|   (func $f2 (type $t2) (i32.add (i32.const 200) (i32.const 0)))
#|   (func $f3 (type $t3) (i32.add (i32.const 300) (i32.const 0)))
#|   (func $f4 (type $t4) (i32.add (i32.const 400) (i32.const 0)))
#|   (func $f5 (type $t5) (i32.add (i32.const 500) (local.get 0)))
#|   (func $f6 (type $t6) (i32.add (i32.const 600) (local.get 0)))
#|   (func $f7 (type $t7) (i32.add (i32.const 700) (i32.const 0)))
#|   (func $c0 (export "c0") (param i32) (result i32)
#|     (call_indirect (type $t0) (local.get 0)))
#|   (func $c1 (export "c1") (param i32) (result i32)
#|     (call_indirect (type $t1) (i32.const 7) (local.get 0)))
#|   (func $c2 (export "c2") (param i32) (result i32)
#|     (return_call_indirect (type $t2) (i64.const 8) (local.get 0)))
#|   (func $c3 (export "c3") (param i32) (result i32)
#|     (call_indirect (type $t3) (f32.const 1) (local.get 0)))
#|   (func $c4 (export "c4") (param i32) (result i32)
#|     (call_indirect (type $t4) (f64.const 2) (local.get 0)))
#|   (func $c5 (export "c5") (param i32) (result i32)
#|     (call_indirect (type $t5) (i32.const 7) (i32.const 7) (local.get 0)))
#|   (func $c6 (export "c6") (param i32) (result i32)
#|     (call_indirect (type $t6) (i32.const 7) (i64.const 8) (local.get 0)))
#|   (func $c7 (export "c7") (param i32) (result i32)
#|     (call_indirect (type $t7) (i64.const 8) (i64.const 8) (local.get 0))))
#: named.wat --names=full
#| (module
#|   (type $t0 (func (result i32)))
#|   (type $t1 (func (param i32) (result i32)))
#|   (type $t2 (func (param i64) (result i32)))
#|   (type $t3 (func (param f32) (result i32)))
#|   (type $t4 (func (param f64) (result i32)))
#|   (type $t5 (func (param i32 i32) (result i32)))
#|   (type $t6 (func (param i32 i64) (result i32)))
#|   (type $t7 (func (param i64 i64) (result i32)))
#|   (table $t 50 funcref)
#|   (elem (i32.const 1) func $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7
#|     $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7
#|     $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7
#|     $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7
#|     $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7)
#|   (elem (i32.const 44) func $other $f1 $f0)
#|   (func $other (param f32 f32))
#|   (func $f0 (type $t0) (i32.add (i32.const 0) (i32.const 0)))
#|   (func $f1 (type $t1) (i32.add (i32.const 100) (local.get 0)))
#|   (func $f2 (type $t2) (i32.add (i32.const 200) (i32.const 0)))
#|   (func $f3 (type $t3) (i32.add (i32.const 300) (i32.const 0)))
#|   (func $f4 (type $t4) (i32.add (i32.const 400) (i32.const 0)))
#|   (func $f5 (type $t5) (i32.add (i32.const 500) (local.get 0)))
#|   (func $f6 (type $t6) (i32.add (i32.const 600) (local.get 0)))
#|   (func $f7 (type $t7) (i32.add (i32.const 700) (i32.const 0)))
#|   (func $c0 (export "c0") (param i32) (result i32)
#|     (call_indirect (type $t0) (local.get 0)))
#|   (func $c1 (export "c1") (param i32) (result i32)
#|     (call_indirect (type $t1) (i32.const 7) (local.get 0)))
#|   (func $c2 (export "c2") (param i32) (result i32)
#|     (return_call_indirect (type $t2) (i64.const 8) (local.get 0)))
#|   (func $c3 (export "c3") (param i32) (result i32)
#|     (call_indirect (type $t3) (f32.const 1) (local.get 0)))
#|   (func $c4 (export "c4") (param i32) (result i32)
#|     (call_indirect (type $t4) (f64.const 2) (local.get 0)))
#|   (func $c5 (export "c5") (param i32) (result i32)
#|     (call_indirect (type $t5) (i32.const 7) (i32.const 7) (local.get 0)))
#|   (func $c6 (export "c6") (param i32) (result i32)
#|     (call_indirect (type $t6) (i32.const 7) (i64.const 8) (local.get 0)))
#|   (func $c7 (export "c7") (param i32) (result i32)
#|     (call_indirect (type $t7) (i64.const 8) (i64.const 8) (local.get 0))))
from check import equal
import app, named

UNDEFINED = "undefined element"
NULL = "uninitialized element"
TYPE = "indirect call type mismatch"


def found(trap, f, index):
    try:
        return f(index)
    except trap as e:
        return str(e).split("\n")[0]


def expected(kind, index, asked, where):
    if index < 0 or index >= 50:
        return UNDEFINED + where
    if index == 0 or 41 <= index < 44 or index >= 47:
        return NULL + where
    function = {44: None, 45: 1, 46: 0}.get(index, (index - 1) % 8)
    if function != kind:
        return TYPE + where
    if index == 45:
        return asked
    return 100 * kind + (7 if kind in (1, 5, 6) else 0)


a = app.instantiate({"env": {"ask": lambda x: -x}})
for kind in range(8):
    name = "c%d" % kind
    for index in range(-2, 54):
        equal(found(app.Trap, getattr(a, name), index),
              expected(kind, index, -7, ""))
        equal(found(named.Trap, getattr(named, name), index),
              expected(kind, index, 107, " in " + name))
