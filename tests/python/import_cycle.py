# The Python module that a module imports may itself import the module.
#: app.wat
#| (module
#|   (import "env" "f" (func $f (result i32)))
#|   (func (export "run") (result i32) call $f)
#|   (func (export "five") (result i32) i32.const 5))
#: env.py
#| import app
#| def f():
#|     return app.five() + 1
from check import equal
import app

equal(app.run(), 6)
