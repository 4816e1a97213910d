# Handlers take Python exceptions that imports raise, and can throw the same
# object again; a tag's exception is taken by a handler of the tag. Traps and
# what ends a program (KeyboardInterrupt, SystemExit) pass all of them.
#: app.wat
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (tag $e (export "e") (param i32 i64))
#|   (func (export "all") (param i32) (result i32)
#|     (try (result i32) (do (call $f (local.get 0))) (catch_all (i32.const -1))))
#|   (func (export "one") (param i32) (result i32)
#|     (try (result i32)
#|       (do (call $f (local.get 0)))
#|       (catch $e (i32.wrap_i64) (i32.add))))
#|   (func (export "again") (param i32) (result i32)
#|     (try $t (result i32)
#|       (do (call $f (local.get 0)))
#|       (catch_all (rethrow $t))))
#|   (func (export "thrown") (param i32)
#|     (throw $e (local.get 0) (i64.const 0x1_0000_0000))))
#: env.py
#| error = ValueError("mine")
#| def f(n):
#|     import app
#|     if n == 1:
#|         raise error
#|     if n == 2:
#|         raise app.e(40, (1 << 64) + 2)
#|     if n == 3:
#|         app.thrown(3)
#|     if n == 4:
#|         raise KeyboardInterrupt
#|     if n == 5:
#|         raise SystemExit(5)
#|     if n == 6:
#|         raise app.Trap("mine")
#|     return n
import env
from check import equal
import app


def caught(function, n):
    try:
        return function(n)
    except BaseException as error:
        return error


equal([app.all(i) for i in range(4)], [0, -1, -1, -1])
equal(app.one(0), 0)
assert caught(app.one, 1) is env.error
equal(app.one(2), 42)
equal(app.one(3), 3)
assert caught(app.again, 1) is env.error
error = caught(app.again, 2)
assert error.tag is app.e and error.args == (40, 2), error.args
error = caught(app.again, 3)
assert error.tag is app.e and error.args == (3, 1 << 32), error.args
for function in (app.all, app.one, app.again):
    assert type(caught(function, 4)) is KeyboardInterrupt
    error = caught(function, 5)
    assert type(error) is SystemExit and error.args == (5,)
    assert type(caught(function, 6)) is app.Trap
equal(app.all(7), 7)
