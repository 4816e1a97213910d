# Tags are equal when they are one object: an imported tag is its owner's, each
# instance has its own. Exceptions go from module to module, through calls of
# imports, and so do those of instances that have no handler and no tag.
#: a.wat
#| (module
#|   (tag $e (export "e") (param i32))
#|   (func (export "throw") (param i32) (result i32)
#|     (if (local.get 0) (then (throw $e (local.get 0))))
#|     (i32.const 1)))
#: b.wat
#| (module
#|   (import "a" "throw" (func $throw (param i32) (result i32)))
#|   (func (export "throw") (param i32) (result i32)
#|     (i32.add (call $throw (local.get 0)) (i32.const 1))))
#: c.wat
#| (module
#|   (import "b" "throw" (func $throw (param i32) (result i32)))
#|   (import "a" "e" (tag $e (param i32)))
#|   (tag $own (export "own") (param i32))
#|   (export "e" (tag $e))
#|   (func (export "run") (param i32) (result i32)
#|     (try (result i32)
#|       (do (call $throw (local.get 0)))
#|       (catch $own (drop) (i32.const -1))
#|       (catch $e (i32.const 100) (i32.add))))
#|   (func (export "mine") (throw $own (i32.const 3))))
from check import equal, raises
import a
import b
import c

equal([c.run(i) for i in range(3)], [2, 101, 102])
assert c.e is a.e and c.own is not a.e
other = a.instantiate()
assert other.e is not a.e
mixed = c.instantiate({"a": {"e": a.e}, "b": {"throw": other.throw}})
equal(mixed.run(0), 1)
try:
    mixed.run(9)
    assert False
except a.Exception as error:
    assert error.tag is other.e and error.args == (9,)
right = c.instantiate({"a": {"e": other.e}, "b": {"throw": other.throw}})
equal(right.run(9), 109)
try:
    right.mine()
    assert False
except c.Exception as error:
    assert error.tag is right.own and error.tag is not c.own
raises(ImportError, "a.e: expected tag (i32), got func (i32) -> i32",
       c.instantiate, {"a": {"e": a.throw}, "b": {"throw": a.throw}})
raises(ImportError, "a.throw: expected func (i32) -> i32, got tag",
       b.instantiate, {"a": {"throw": a.e}})
