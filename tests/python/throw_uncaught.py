# What no handler takes is a Python exception: of the module's class Exception,
# with the tag and the values. The instance is usable afterwards.
#: app.wat
#| (module
#|   (tag $e (export "e") (param i32 i64 f32 f64))
#|   (tag $none (export "none"))
#|   (global $n (export "n") (mut i32) (i32.const 0))
#|   (func $throw
#|     (throw $e (i32.const -1) (i64.const -2) (f32.const 0.5) (f64.const 1.5)))
#|   (func (export "run") (result i32)
#|     (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|     (call $throw)
#|     (global.set $n (i32.const 1000))
#|     (i32.const 1))
#|   (func (export "empty") (throw $none)))
from check import equal, raises
import app

for i in range(50):
    try:
        app.run()
        assert False
    except app.Exception as error:
        equal(error.args, (-1, -2, 0.5, 1.5))
        assert error.tag is app.e and error.tag is not app.none
equal(app.n.value, 50)
error = raises(app.Exception, "", app.empty)
assert error.tag is app.none
assert isinstance(error, Exception) and not isinstance(error, app.Trap)
