# .grow() adds zeroed pages and returns the size before.
#: needs 300k
#: app.wat
#| (module (memory (export "memory") 1 3)
#|   (func (export "grow") (param i32) (result i32)
#|     local.get 0 memory.grow)
#|   (func (export "size") (result i32) memory.size)
#|   (func (export "load") (param i32) (result i32)
#|     local.get 0 i32.load8_u)
#|   (func (export "store") (param i32 i32)
#|     local.get 0 local.get 1 i32.store8))
from check import equal, raises
import app

app.store(65535, 1)
equal(app.memory.grow(1), 1)
equal(app.memory.size, 2)
equal(app.size(), 2)
equal(len(app.memory), 131072)
equal(app.load(65535), 1)
equal(app.load(65536), 0)
equal(app.load(131071), 0)
app.store(131071, 5)
equal(app.memory[131071], 5)
equal(app.memory.grow(0), 2)
raises(ValueError, "can't grow memory", app.memory.grow, 2)
equal(app.grow(2), -1)
equal(app.memory.size, 2)
raises(RuntimeError, "out of bounds memory access", app.load, 131072)
equal(app.grow(1), 2)
equal(len(app.memory), 3 * 65536)
