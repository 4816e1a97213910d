# Another module cannot use a lean memory; its other exports it can.
#: needs 60k
#: lean.wat --memory=lean
#| (module (memory (export "memory") 1)
#|   (func (export "five") (result i32) (i32.const 5)))
#: app.wat --no-instance
#| (module (import "lean" "memory" (memory 1)))
#: calls.wat
#| (module (import "lean" "five" (func (result i32)))
#|   (export "five" (func 0)))
from check import equal, raises
import lean
import app
import calls

equal(calls.five(), 5)
raises(ImportError, "lean.memory: expected memory 1, "
       "got a lean one: compile that with --memory=exact", app.instantiate)
