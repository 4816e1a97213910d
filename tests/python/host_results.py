# The result of a Python function is converted as an argument is; what a
# function without results returns does not matter.
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (result i32)))
#|   (import "env" "d" (func $d (result f64)))
#|   (import "env" "none" (func $none))
#|   (func (export "f") (result i32) call $f)
#|   (func (export "d") (result f64) call $d)
#|   (func (export "none") call $none))
from check import equal, raises
import app

value = None


def f():
    return value


instance = app.instantiate({"env": {"f": f, "d": f, "none": f}})
value = (1 << 32) + 7
equal(instance.f(), 7)
value = True
equal(instance.f(), 1)
value = 3
equal(instance.d(), 3.0)
value = "text"
raises(TypeError, "env.f() result must be i32, not str", instance.f)
raises(TypeError, "env.d() result must be f64, not str", instance.d)
assert instance.none() is None
value = None
raises(TypeError, "env.f() result must be i32, not NoneType", instance.f)
value = 2.5
raises(TypeError, "env.f() result must be i32, not float", instance.f)
equal(instance.d(), 2.5)
