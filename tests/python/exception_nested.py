# An exception through several layers of Python and WebAssembly; each layer
# may catch it.
#: each arch
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (func (export "run") (param i32) (result i32) local.get 0 call $f))
from check import equal

import app


def f(n):
    if n == 0:
        raise ValueError("bottom")
    if n == 3:
        try:
            return instance.run(n - 1)
        except ValueError:
            return 1000
    return instance.run(n - 1) + 1


instance = app.instantiate({"env": {"f": f}})
try:
    instance.run(2)
    assert False
except ValueError as error:
    equal(str(error), "bottom")
equal(instance.run(5), 1002)
