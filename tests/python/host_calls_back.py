# A Python function that is called from a module may call the module.
#: app.wat
#| (module
#|   (import "env" "f" (func $f (param i32) (result i32)))
#|   (func (export "run") (param i32) (result i32)
#|     (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
#|       (else (i32.add (local.get 0)
#|         (call $f (i32.sub (local.get 0) (i32.const 1))))))))
#: env.py
#| def f(n):
#|     import app
#|     return app.run(n)
from check import equal
import app

equal(app.run(10), 55)
