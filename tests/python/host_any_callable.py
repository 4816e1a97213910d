# Anything that can be called can be imported.
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (func (export "run") (param i32) (result i32) local.get 0 call $f))
from check import equal
import app


class Adder:
    def __init__(self, n):
        self.n = n

    def add(self, value):
        return self.n + value

    def __call__(self, value):
        return self.n + value


def closure(n):
    return lambda value: n + value


for f in (Adder(5).add, Adder(5), closure(5), lambda value: value + 5):
    equal(app.instantiate({"env": {"f": f}}).run(3), 8)
equal(app.instantiate({"env": {"f": abs}}).run(-3), 3)
equal(app.instantiate({"env": {"f": int}}).run(-3), -3)
