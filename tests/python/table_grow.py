# .grow(count, value=None) adds elements and returns the size before.
#: app.wat
#| (module (table $t (export "t") 1 4 funcref)
#|   (func $f (export "f") (result i32) i32.const 7)
#|   (func (export "grow") (param i32) (result i32)
#|     ref.func $f local.get 0 table.grow $t)
#|   (func (export "size") (result i32) table.size $t)
#|   (func (export "call") (param i32) (result i32)
#|     local.get 0 call_indirect (result i32)))
from check import equal, raises, fails
import app

equal(app.t.grow(1), 1)
assert app.t[1] is None
equal(app.t.grow(1, app.f), 2)
equal(app.call(2), 7)
equal(app.size(), 3)
equal(app.grow(1), 3)
equal(app.t[3](), 7)
equal(app.grow(1), -1)
raises(ValueError, "can't grow table", app.t.grow, 1)
raises(ValueError, "can't grow table", app.t.grow, -1)
fails(TypeError, app.t.grow, "1")
fails(TypeError, app.t.grow, 0, 5)
equal(app.size(), 4)
