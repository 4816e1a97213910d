# An import is looked up as an attribute of the Python module of that name.
#: app.wat
#| (module
#|   (import "env" "log" (func $log (param i32)))
#|   (import "env" "read" (func $read (result i32)))
#|   (func (export "run") (result i32)
#|     i32.const 5 call $log call $read i32.const 1 i32.add))
#: env.py
#| logged = []
#| def log(value):
#|     logged.append(value)
#| def read():
#|     return 41
import env
from check import equal
import app

equal(app.run(), 42)
equal(env.logged, [5])
