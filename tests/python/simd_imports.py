# Python functions and other modules with v128, and exceptions that carry some.
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (param v128 i32 v128) (result v128)))
#|   (import "env" "two" (func $two (param v128) (result v128 v128)))
#|   (tag $t (export "t") (param i32 v128))
#|   (func (export "f") (param v128 v128) (result v128)
#|     (call $f (local.get 0) (i32.const 9) (local.get 1)))
#|   (func (export "two") (param v128) (result v128)
#|     (call $two (local.get 0)) i8x16.sub)
#|   (func (export "throw") (param v128)
#|     (throw $t (i32.const 3) (local.get 0)))
#|   (func (export "catch") (param v128) (result i32 v128)
#|     (try (result i32 v128)
#|       (do (call $two (local.get 0)) drop drop
#|         (i32.const -1) (local.get 0))
#|       (catch $t))))
#: other.wat
#| (module
#|   (func (export "f") (param v128 i32 v128) (result v128)
#|     (i8x16.add (local.get 0) (i8x16.add (local.get 2)
#|       (i8x16.splat (local.get 1)))))
#|   (func (export "two") (param v128) (result v128 v128)
#|     local.get 0 local.get 0))
from check import equal, raises
import app
import other

A = bytes(range(16))
B = b"\1" * 16
seen = []
answer = [B]


def f(*args):
    seen.append(args)
    return answer[0]


def two(a):
    return a, B


instance = app.instantiate({"env": {"f": f, "two": two}})
equal(instance.f(A, B), B)
equal(seen, [(A, 9, B)])
equal(instance.two(b"\3" * 16), b"\2" * 16)
answer[0] = 5
raises(TypeError, "env.f() result must be v128, not int", instance.f, A, B)
answer[0] = b"123"
raises(ValueError, "v128 must be 16 bytes, not 3", instance.f, A, B)

try:
    instance.throw(A)
    assert False, "it throws"
except app.Exception as error:
    equal(error.args, (3, A))
equal(instance.catch(A), (-1, A))


def throwing(a):
    raise instance.t(7, a)


again = app.instantiate({"env": {"f": f, "two": throwing}})
try:
    equal(again.catch(B), (7, B))
except app.Exception:
    # Another instance's tag.
    pass
raises(ValueError, "v128 must be 16 bytes, not 2", instance.t, 1, b"12")

linked = app.instantiate({"env": other})
equal(linked.f(A, B), bytes(i + 10 for i in A))
equal(linked.two(A), bytes(16))
raises(ImportError,
       "env.f: expected func (v128, i32, v128) -> v128, "
       "got func (v128) -> (v128, v128)",
       app.instantiate, {"env": {"f": other.two, "two": two}})
