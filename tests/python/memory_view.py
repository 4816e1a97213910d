# A memoryview shows what the module writes and writes what it reads.
#: needs 80k
#: app.wat --memory=exact
#| (module (memory (export "memory") 1)
#|   (func (export "load") (param i32) (result i32)
#|     local.get 0 i32.load8_u)
#|   (func (export "store") (param i32 i32)
#|     local.get 0 local.get 1 i32.store8))
from check import equal
import app

view = memoryview(app.memory)
equal(len(view), 65536)
app.store(3, 77)
equal(view[3], 77)
view[4] = 88
equal(app.load(4), 88)
part = view[1000:1004]
part[:] = b"wasm"
equal(app.load(1003), ord("m"))
equal(bytes(part), b"wasm")
