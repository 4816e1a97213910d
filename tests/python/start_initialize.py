# An exported _initialize runs at import, after the start function; _start
# does not.
#: app.wat
#| (module
#|   (import "env" "log" (func $log (param i32)))
#|   (start $s)
#|   (func $s (call $log (i32.const 1)))
#|   (func (export "_initialize") (call $log (i32.const 2)))
#|   (func (export "_start") (call $log (i32.const 3))))
#: env.py
#| logged = []
#| log = logged.append
import env
from check import equal
import app

equal(env.logged, [1, 2])
app._start()
equal(env.logged, [1, 2, 3])
