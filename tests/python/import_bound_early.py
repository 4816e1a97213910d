# Imports are looked up once, when the instance is made.
#: app.wat
#| (module
#|   (import "env" "f" (func $f (result i32)))
#|   (func (export "run") (result i32) call $f))
#: env.py
#| def f():
#|     return 1
import env
from check import equal
import app

env.f = lambda: 2
equal(app.run(), 1)
equal(app.instantiate().run(), 2)
