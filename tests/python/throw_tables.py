# Exceptions come back through tables and references: from own functions, from
# those of another module that are in the same table, from Python's.
#: a.wat
#| (module
#|   (tag $e (export "e") (param i32))
#|   (table (export "t") 4 funcref)
#|   (func $throw (export "throw") (param i32) (result i32)
#|     (throw $e (local.get 0)))
#|   (func $same (param i32) (result i32) (local.get 0))
#|   (elem (i32.const 0) $same $throw)
#|   (func (export "run") (param i32) (result i32)
#|     (try (result i32)
#|       (do (call_indirect (param i32) (result i32)
#|         (i32.const 5) (local.get 0)))
#|       (catch $e (i32.const 10) (i32.add))
#|       (catch_all (i32.const -1)))))
#: b.wat
#| (module
#|   (import "a" "t" (table 4 funcref))
#|   (import "a" "e" (tag $e (param i32)))
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (tag $own (param i32))
#|   (func $throw (param i32) (result i32)
#|     (throw $e (i32.add (local.get 0) (i32.const 1))))
#|   (func $mine (param i32) (result i32) (throw $own (local.get 0)))
#|   (elem (i32.const 2) $throw $mine)
#|   (elem declare func $f)
#|   (func (export "put") (table.set 0 (i32.const 0) (ref.func $f)))
#|   (func (export "plain") (param i32) (result i32)
#|     (call_indirect (param i32) (result i32) (i32.const 8) (local.get 0))))
#: env.py
#| def f(n):
#|     raise ValueError(n)
from check import equal
import a
import b

equal([a.run(i) for i in range(4)], [5, 15, 16, -1])


def tag_of(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return getattr(error, "tag", error)


equal(tag_of(b.plain, 0), 8)
assert tag_of(b.plain, 1) is a.e and tag_of(b.plain, 2) is a.e
assert tag_of(b.plain, 3) not in (a.e, None)
assert tag_of(a.t[1], 4) is a.e
b.put()
assert type(tag_of(b.plain, 0)) is ValueError
equal(a.run(0), -1)
# None of that left anything behind.
equal([a.run(i) for i in range(1, 4)], [15, 16, -1])
