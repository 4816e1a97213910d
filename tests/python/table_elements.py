# A table is indexed; functions are callable and null is None.
#: app.wat
#| (module
#|   (table (export "t") 4 8 funcref)
#|   (elem (i32.const 1) $one $two)
#|   (func $one (export "one") (result i32) i32.const 1)
#|   (func $two (result i32) i32.const 2)
#|   (func (export "call") (param i32) (result i32)
#|     local.get 0 call_indirect (result i32)))
from check import equal, fails, raises
import app

t = app.t
equal(len(t), 4)
equal(t.size, 4)
assert t[0] is None
equal(t[1](), 1)
assert t[1] is app.one
equal(t[2](), 2)
assert t[-1] is None
equal(t[-2](), 2)
t[0] = t[2]
equal(app.call(0), 2)
t[2] = None
raises(RuntimeError, "uninitialized element", app.call, 2)
raises(RuntimeError, "undefined element", app.call, 4)


def store(index, value):
    t[index] = value


fails(IndexError, lambda: t[4])
fails(IndexError, lambda: t[-5])
fails(IndexError, store, 4, None)
raises(TypeError, "value must be funcref, not int", store, 0, 5)
raises(TypeError, "value must be funcref, not function", store, 0, store)
equal(app.call(0), 2)
