# A string in the memory, the way a C function expects it.
#: needs 80k
#: app.wat
#| (module (memory (export "memory") 1)
#|   (func (export "length") (param i32) (result i32) (local i32)
#|     (block (loop
#|       (br_if 1 (i32.eqz (i32.load8_u
#|         (i32.add (local.get 0) (local.get 1)))))
#|       (local.set 1 (i32.add (local.get 1) (i32.const 1)))
#|       (br 0)))
#|     (local.get 1)))
from check import equal
import app

text = "Grüße".encode() + b"\0"
app.memory[256:256 + len(text)] = text
equal(app.length(256), len(text) - 1)
equal(bytes(app.memory[256:256 + app.length(256)]).decode(), "Grüße")
