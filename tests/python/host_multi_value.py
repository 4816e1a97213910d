# A Python function gives several results as a tuple or list.
#: each arch
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (result i32 f64 i64)))
#|   (func (export "f") (result i32 f64 i64) call $f))
from check import equal, raises, fails
import app

value = (1, 2.5, 1 << 40)


def f():
    return value


instance = app.instantiate({"env": {"f": f}})
equal(instance.f(), (1, 2.5, 1 << 40))
value = [3, 4, 5]
equal(instance.f(), (3, 4.0, 5))
value = (1, 2)
fails(ValueError, instance.f)
value = (1, 2, 3, 4)
fails(ValueError, instance.f)
value = 5
fails(TypeError, instance.f)
value = (1, "2", 3)
raises(TypeError, "env.f() result must be f64, not str", instance.f)
