# One name can be imported twice, with different types.
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $a (param i32)))
#|   (import "env" "f" (func $b (param i64 f64)))
#|   (func (export "run")
#|     (call $a (i32.const -1)) (call $b (i64.const -1) (f64.const 0.5))))
from check import equal
import app

seen = []
app.instantiate({"env": {"f": lambda *args: seen.append(args)}}).run()
equal(seen, [(-1,), (-1, 0.5)])
