# With --no-instance, import makes no instance: there is `instantiate` alone,
# and nothing is looked up or run before it is called.
#: app.wat --no-instance
#| (module
#|   (import "nowhere" "log" (func $log (param i32)))
#|   (start $start)
#|   (func $start (call $log (i32.const 1)))
#|   (func (export "f") (result i32) i32.const 5))
from check import equal, fails
import app

assert not hasattr(app, "f")
logged = []
instance = app.instantiate({"nowhere": {"log": logged.append}})
equal(logged, [1])
equal(instance.f(), 5)
fails(ImportError, app.instantiate)
