# Globals of type v128, of the module's own and shared.
#: app.wat
#| (module
#|   (global $g (export "g") (mut v128) (v128.const i32x4 1 2 3 4))
#|   (global (export "c") v128 (v128.const i64x2 -1 0))
#|   (global $inner (mut v128) (v128.const i64x2 5 6))
#|   (func (export "get") (result v128) global.get $g)
#|   (func (export "swap") (param v128) (result v128)
#|     global.get $inner local.get 0 global.set $inner))
#: user.wat --no-instance
#| (module
#|   (import "app" "g" (global $g (mut v128)))
#|   (import "app" "c" (global $c v128))
#|   (func (export "add") (param v128)
#|     (global.set $g (i32x4.add (global.get $g) (local.get 0))))
#|   (func (export "c") (result v128) global.get $c))
from check import equal, raises
import app
import user

ONE = b"\1\0\0\0" * 4
equal(app.g.value, b"\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0")
equal(app.c.value, b"\xff" * 8 + bytes(8))
app.g.value = bytes(range(16))
equal(app.get(), bytes(range(16)))
equal(app.swap(ONE), b"\5" + bytes(7) + b"\6" + bytes(7))
equal(app.swap(bytes(16)), ONE)


def set_value(value):
    app.g.value = value


raises(TypeError, "value must be v128, not int", set_value, 1)
raises(ValueError, "v128 must be 16 bytes, not 17", set_value, bytes(17))
equal(app.get(), bytes(range(16)))

shared = user.instantiate({"app": app})
app.g.value = ONE
shared.add(ONE)
equal(app.get(), b"\2\0\0\0" * 4)
equal(shared.c(), app.c.value)
# An immutable one can be a value.
given = user.instantiate({"app": {"g": app.g, "c": ONE}})
equal(given.c(), ONE)
raises(ImportError, "app.c: expected global v128, got int",
       user.instantiate, {"app": {"g": app.g, "c": 5}})
