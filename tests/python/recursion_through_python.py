# Recursion by way of Python ends with an exception, whoever notices first,
# and everything works after it.
#: each arch
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (func (export "run") (param i32) (result i32)
#|     local.get 0 call $f i32.const 1 i32.add))
from check import equal
import app


def f(n):
    return 0 if n == 0 else instance.run(n - 1)


instance = app.instantiate({"env": {"f": f}})
for _ in range(3):
    equal(instance.run(3), 4)
    try:
        instance.run(-1)
        assert False
    except RuntimeError as error:
        assert str(error) in ("call stack exhausted",
                              "maximum recursion depth exceeded"), error
