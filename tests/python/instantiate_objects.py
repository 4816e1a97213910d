# instantiate() takes anything with attributes in place of a dict.
#: app.wat --no-instance
#| (module
#|   (import "a" "f" (func $f (result i32)))
#|   (import "b" "g" (func $g (result i32)))
#|   (import "c" "h" (func $h (result i32)))
#|   (func (export "run") (result i32)
#|     call $f call $g i32.add call $h i32.add))
#: part.py
#| def g():
#|     return 20
import part
from check import equal
import app


class A:
    def f(self):
        return 1


class C:
    @staticmethod
    def h():
        return 300


class Imports:
    a = A()
    b = part
    c = C


equal(app.instantiate({"a": A(), "b": part, "c": C}).run(), 321)
equal(app.instantiate(Imports).run(), 321)
equal(app.instantiate(Imports()).run(), 321)
