# Globals of reference type hold functions and objects.
#: app.wat
#| (module
#|   (global $f (export "f") (mut funcref) (ref.func $one))
#|   (global $x (export "x") (mut externref) (ref.null extern))
#|   (global (export "constant") funcref (ref.func $one))
#|   (table $t 1 funcref)
#|   (func $one (export "one") (result i32) i32.const 1)
#|   (func (export "two") (result i32) i32.const 2)
#|   (func (export "call") (result i32)
#|     (table.set $t (i32.const 0) (global.get $f))
#|     (call_indirect (result i32) (i32.const 0))))
import gc
from check import equal, raises
import app


def set_f(value):
    app.f.value = value


equal(app.f.value(), 1)
assert app.constant.value is app.one
app.f.value = app.two
equal(app.call(), 2)
app.f.value = None
assert app.f.value is None
raises(RuntimeError, "uninitialized element", app.call)
raises(TypeError, "value must be funcref, not int", set_f, 5)
assert app.x.value is None
app.x.value = [1, 2]
gc.collect()
garbage = [bytearray(b"\xff" * 100) for _ in range(100)]
equal(app.x.value, [1, 2])
