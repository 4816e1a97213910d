# A call from deep inside of Python's recursion works or traps, it never
# crashes.
#: each arch
#: app.wat
#| (module
#|   (func $sum (export "sum") (param i32) (result i32)
#|     (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
#|       (else (i32.add (local.get 0)
#|         (call $sum (i32.sub (local.get 0) (i32.const 1)))))))
#|   (func $forever (export "forever") (result i32)
#|     call $forever i32.const 1 i32.add))
from check import equal
import app


def down(n):
    if n == 0:
        return app.sum(10)
    return down(n - 1)


equal(down(10), 55)


def deeper():
    """Tries at every depth until Python's own limit."""
    try:
        app.forever()
    except RuntimeError:
        pass
    deeper()


try:
    deeper()
    assert False
except RuntimeError as error:
    assert "recursion" in str(error), error
equal(app.sum(10), 55)
