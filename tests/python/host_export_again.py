# An imported Python function that is exported has the module's type.
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (export "f" (func $f)))
#: user.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (func (export "run") (result i32) i32.const 20 call $f))
#: wrong.wat --no-instance
#| (module (import "env" "f" (func $f (param i64) (result i32))))
from check import equal, raises
import app
import user
import wrong

instance = app.instantiate({"env": {"f": lambda x: x + 1}})
equal(instance.f(1 << 32), 1)
raises(TypeError, "f() argument 1 must be i32, not str", instance.f, "")
raises(TypeError, "f() takes 1 positional arguments but 0 were given",
       instance.f)
equal(user.instantiate({"env": instance}).run(), 21)
raises(ImportError,
       "env.f: expected func (i64) -> i32, got func (i32) -> i32",
       wrong.instantiate, {"env": instance})
