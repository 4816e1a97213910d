# Function references go to Python and back as callables, null as None.
#: app.wat
#| (module
#|   (type $unary (func (param i32) (result i32)))
#|   (table $t 1 funcref)
#|   (elem declare func $twice)
#|   (func $twice (type $unary) local.get 0 i32.const 2 i32.mul)
#|   (func (export "get") (result funcref) ref.func $twice)
#|   (func (export "null") (result funcref) ref.null func)
#|   (func (export "is_null") (param funcref) (result i32)
#|     local.get 0 ref.is_null)
#|   (func (export "id") (param funcref) (result funcref) local.get 0)
#|   (func (export "apply") (param funcref i32) (result i32)
#|     i32.const 0 local.get 0 table.set $t
#|     local.get 1 i32.const 0 call_indirect (type $unary))
#|   (func (export "unary") (param i32) (result i32)
#|     local.get 0 i32.const 100 i32.add)
#|   (func (export "nullary")))
from check import equal, raises
import app

equal(app.get()(21), 42)
assert app.get() is app.get()
assert app.null() is None
equal(app.is_null(None), 1)
equal(app.is_null(app.get()), 0)
assert app.id(app.unary) is app.unary
equal(app.apply(app.get(), 5), 10)
equal(app.apply(app.unary, 5), 105)
raises(RuntimeError, "indirect call type mismatch", app.apply, app.nullary, 5)
raises(RuntimeError, "uninitialized element", app.apply, None, 5)
raises(TypeError, "id() argument 1 must be funcref, not int", app.id, 1)
raises(TypeError, "id() argument 1 must be funcref, not function",
       app.id, lambda x: x)
