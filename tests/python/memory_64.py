# A memory with 64-bit addresses is the same from Python.
#: each arch
#: needs 200k
#: app.wat
#| (module (memory (export "memory") i64 1 2)
#|   (func (export "load") (param i64) (result i32)
#|     local.get 0 i32.load8_u)
#|   (func (export "grow") (param i64) (result i64)
#|     local.get 0 memory.grow))
from check import equal, raises
import app

app.memory[65535] = 7
equal(app.load(65535), 7)
raises(RuntimeError, "out of bounds memory access", app.load, 65536)
raises(RuntimeError, "out of bounds memory access", app.load, 1 << 32)
raises(RuntimeError, "out of bounds memory access", app.load, -1)
equal(app.grow(1), 1)
equal(app.grow(1 << 40), -1)
equal(app.memory.size, 2)
equal(app.load(65536), 0)
