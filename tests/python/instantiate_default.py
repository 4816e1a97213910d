# instantiate() without imports looks them up as `import` does.
#: app.wat
#| (module
#|   (import "env" "f" (func $f (result i32)))
#|   (global $n (mut i32) (i32.const 0))
#|   (func (export "run") (result i32)
#|     (global.set $n (i32.add (global.get $n) (call $f)))
#|     (global.get $n)))
#: env.py
#| def f():
#|     return 10
from check import equal, fails
import app

other = app.instantiate()
equal(app.run(), 10)
equal(app.run(), 20)
equal(other.run(), 10)
equal(app.instantiate(None).run(), 10)
fails(TypeError, app.instantiate, {}, {})
