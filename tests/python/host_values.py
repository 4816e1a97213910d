# Values of every number type go to a Python function and come back.
#: app.wat --no-instance
#| (module
#|   (import "env" "i" (func $i (param i32) (result i32)))
#|   (import "env" "l" (func $l (param i64) (result i64)))
#|   (import "env" "f" (func $f (param f32) (result f32)))
#|   (import "env" "d" (func $d (param f64) (result f64)))
#|   (func (export "i") (param i32) (result i32) local.get 0 call $i)
#|   (func (export "l") (param i64) (result i64) local.get 0 call $l)
#|   (func (export "f") (param f32) (result f32) local.get 0 call $f)
#|   (func (export "d") (param f64) (result f64) local.get 0 call $d))
from check import equal
import app

seen = []


def note(value):
    seen.append(value)
    return value


instance = app.instantiate(
    {"env": {"i": note, "l": note, "f": note, "d": note}})
for function, values in (
        (instance.i, (0, -1, 0x7fffffff, -0x80000000)),
        (instance.l, (0, -1, (1 << 63) - 1, -(1 << 63), 1 << 40)),
        (instance.f, (0.5, -2.25, float("inf"))),
        (instance.d, (0.5, -2.25, float("-inf")))):
    for value in values:
        equal(function(value), value)
        equal(seen.pop(), value)
