# The start function runs at import, before anybody can call the module.
#: app.wat
#| (module
#|   (import "env" "log" (func $log (param i32)))
#|   (global $n (export "n") (mut i32) (i32.const 5))
#|   (start $start)
#|   (func $start
#|     (call $log (global.get $n)) (global.set $n (i32.const 6))))
#: env.py
#| logged = []
#| log = logged.append
import env
from check import equal
import app

equal(env.logged, [5])
equal(app.n.value, 6)
equal(app.instantiate().n.value, 6)
equal(env.logged, [5, 5])
