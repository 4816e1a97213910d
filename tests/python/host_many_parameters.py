# An import with many parameters of all types gets them in order.
#: each arch
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f
#|     (param i32 i64 f32 f64 i32 i64 f32 f64 i32 i64 f32 f64)
#|     (param i32 i64 f32 f64 i32 i64 f32 f64 i32 i64 f32 f64)))
#|   (func (export "run")
#|     i32.const 1 i64.const 2 f32.const 3 f64.const 4
#|     i32.const 5 i64.const 6 f32.const 7 f64.const 8
#|     i32.const 9 i64.const 10 f32.const 11 f64.const 12
#|     i32.const 13 i64.const 14 f32.const 15 f64.const 16
#|     i32.const 17 i64.const 18 f32.const 19 f64.const 20
#|     i32.const 21 i64.const 22 f32.const 23 f64.const 24
#|     call $f))
from check import equal
import app

seen = []


def f(*args):
    seen.append(args)


app.instantiate({"env": {"f": f}}).run()
equal(seen, [tuple(range(1, 25))])
equal([type(x) for x in seen[0][:4]], [int, int, float, float])
