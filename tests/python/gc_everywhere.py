# With a collection at every allocation (gc.threshold) nothing in use is lost.
#: each arch
#: needs 200k
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (param i64) (result i64 f64)))
#|   (memory (export "memory") 1)
#|   (table (export "t") 1 funcref)
#|   (global (export "g") (mut i64) (i64.const 0))
#|   (elem (i32.const 0) $h)
#|   (func $h (export "h") (param i64) (result i64 f64)
#|     local.get 0 call $f)
#|   (func (export "trap") unreachable))
import gc
from check import equal, raises
import app

gc.threshold(64)
for i in range(50):
    instance = app.instantiate({"env": {"f": lambda x: (x + 1, 0.5)}})
    equal(instance.h(1 << 40), ((1 << 40) + 1, 0.5))
    equal(instance.t[0](i), (i + 1, 0.5))
    instance.g.value = 1 << 50
    equal(instance.g.value, 1 << 50)
    raises(RuntimeError, "unreachable", instance.trap)
    raises(TypeError, "h() argument 1 must be i64, not str",
           instance.h, "x")
    raises(ImportError, "env.f: expected func (i64) -> (i64, f64), not found",
           app.instantiate, {})
