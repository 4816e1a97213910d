# A Python exception in the start function leaves `import`; the next one
# starts anew.
#: app.wat
#| (module
#|   (import "env" "f" (func $f)) (start $f)
#|   (func (export "g") (result i32) i32.const 5))
#: env.py
#| calls = []
#| def f():
#|     calls.append(1)
#|     if len(calls) == 1:
#|         raise OSError(5)
import env
from check import equal

try:
    import app
    assert False
except OSError as error:
    equal(error.errno, 5)
import app

equal(app.g(), 5)
equal(len(env.calls), 2)
