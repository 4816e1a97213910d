# An import that the start function calls can already use the exports.
#: needs 80k
#: app.wat
#| (module
#|   (import "env" "f" (func $f (param i32 i32)))
#|   (memory (export "memory") 1) (data (i32.const 8) "message")
#|   (func $start (call $f (i32.const 8) (i32.const 7)))
#|   (start $start))
#: env.py
#| seen = []
#| def f(at, size):
#|     import app
#|     seen.append(bytes(app.memory[at:at + size]))
import env
from check import equal
import app

equal(env.seen, [b"message"])
