# How imports are found does not depend on what the module's globals are called.
#: app.wat
#| (module
#|   (import "own" "intern" (func $f (param i32) (result i32)))
#|   (func (export "run") (param i32) (result i32) (call $f (local.get 0)))
#|   (func (export "dict"))
#|   (func (export "isinstance"))
#|   (func (export "getattr"))
#|   (func (export "builtins"))
#|   (func (export "ImportError")))
#: inner.py
#| import nowhere
#: user.wat --no-instance
#| (module (import "inner" "f" (func)) (export "str" (func 0)))
from check import equal, raises
import sys
import user


class Own:
    intern = abs


sys.modules["own"] = Own
try:
    import app
finally:
    sys.modules.pop("own")
equal(app.run(-3), 3)
names = app.instantiate({"own": {"intern": lambda value: value + 1}})
equal(names.run(1), 2)
raises(ImportError, "own.intern: expected func (i32) -> i32, not found",
       app.instantiate, {"own": {"get": abs}})
raises(ImportError, "no module named 'nowhere'", user.instantiate)
raises(ImportError, "inner.f: expected func (), not found",
       user.instantiate, {"inner": user})
