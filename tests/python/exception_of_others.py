# An exception whose tag the module does not have, and whose values are of types
# that it does not know, is one for catch_all, and goes on as it was.
#: other.wat
#| (module
#|   (tag $t (export "t") (param f64 i64))
#|   (func (export "throw") (throw $t (f64.const 0.5) (i64.const -1))))
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f))
#|   (func (export "all") (result i32)
#|     (try (result i32)
#|       (do (call $f) (i32.const 0))
#|       (catch_all (i32.const 1))))
#|   (func (export "again") (result i32)
#|     (try (result i32)
#|       (do (call $f) (i32.const 0))
#|       (catch_all (rethrow 0)))))
from check import equal
import other
import app


def throw():
    other.throw()


for f in throw, other.throw:
    a = app.instantiate({"env": {"f": f}})
    equal(a.all(), 1)
    try:
        a.again()
        assert False
    except other.Exception as error:
        equal(error.tag, other.t)
        equal(error.args, (0.5, -1))
