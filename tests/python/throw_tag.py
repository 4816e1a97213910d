# A tag makes exceptions of itself. Its values are checked and wrap around as
# arguments do.
#: app.wat
#| (module
#|   (import "env" "f" (func $f))
#|   (tag $e (export "e") (param i32 externref))
#|   (func (export "run") (result i32 externref)
#|     (try (result i32 externref)
#|       (do (call $f) (i32.const 0) (ref.null extern))
#|       (catch $e))))
#: env.py
#| values = []
#| def f():
#|     import app
#|     raise app.e(*values)
import env
from check import equal, fails, raises
import app

thing = [1]
env.values = [(1 << 32) + 5, thing]
result = app.run()
equal(result[0], 5)
assert result[1] is thing
error = app.e(1, None)
equal(error.args, (1, None))
assert error.tag is app.e and isinstance(error, app.Exception)
fails(TypeError, app.e, 1)
fails(TypeError, app.e, 1, 2, 3)
raises(TypeError, "value must be i32, not str", app.e, "1", 2)

# Values that were replaced are looked at again.
error = app.e(1, None)
env.values = [1.5, None]
raises(TypeError, "value must be i32, not float", app.run)
# One without a tag is an exception like any other.
error = app.Exception(1, 2)
assert not hasattr(error, "tag")
