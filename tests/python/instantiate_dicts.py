# instantiate() with dicts: another instance, with imports of one's choice.
#: app.wat
#| (module
#|   (import "env" "log" (func $log (param i32)))
#|   (global $n (export "n") (mut i32) (i32.const 0))
#|   (func (export "run")
#|     (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|     (call $log (global.get $n))))
#: env.py
#| logged = []
#| log = logged.append
import env
from check import equal
import app

mine = []
other = app.instantiate({"env": {"log": mine.append}})
app.run()
app.run()
other.run()
equal(env.logged, [1, 2])
equal(mine, [1])
equal(app.n.value, 2)
equal(other.n.value, 1)
