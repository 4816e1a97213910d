# When the start function traps, so does `import`; the next try starts anew.
#: app.wat
#| (module
#|   (import "env" "ready" (func $ready (result i32)))
#|   (start $start)
#|   (func $start (if (i32.eqz (call $ready)) (then unreachable)))
#|   (func (export "f") (result i32) i32.const 5))
#: env.py
#| state = 0
#| def ready():
#|     return state
import sys
import env
from check import equal

try:
    import app
    assert False
except RuntimeError as error:
    equal(str(error), "unreachable")
assert "app" not in sys.modules
env.state = 1
import app

equal(app.f(), 5)
