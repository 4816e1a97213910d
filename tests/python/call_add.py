# The smallest module: an exported function is an attribute of the module.
#: app.wat
#| (module (func (export "add") (param i32 i32) (result i32)
#|   local.get 0 local.get 1 i32.add))
from check import equal
import app

equal(app.add(3, 4), 7)
equal(app.add(-3, 2), -1)
add = app.add
equal(add(1, 1), 2)
assert callable(add)
