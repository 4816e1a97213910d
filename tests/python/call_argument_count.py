# A wrong number of arguments is a TypeError that names the function.
#: app.wat
#| (module
#|   (func (export "add") (param i32 i32) (result i32) i32.const 0)
#|   (func (export "none")))
from check import raises
import app

raises(TypeError, "add() takes 2 positional arguments but 1 were given",
       app.add, 1)
raises(TypeError, "add() takes 2 positional arguments but 3 were given",
       app.add, 1, 2, 3)
raises(TypeError, "none() takes 0 positional arguments but 1 were given",
       app.none, 1)
