# Single bytes are read and written by index; there is no byte outside.
#: needs 80k
#: app.wat
#| (module (memory (export "memory") 1) (data (i32.const 10) "\2a\ff")
#|   (func (export "load") (param i32) (result i32)
#|     local.get 0 i32.load8_u))
from check import equal, fails
import app

m = app.memory
equal(m[10], 42)
equal(m[11], 255)
equal(m[0], 0)
m[5] = 7
equal(app.load(5), 7)
m[-1] = 9
equal(app.load(65535), 9)
equal(m[65535], 9)


def store(index, value):
    m[index] = value


fails(IndexError, store, 65536, 1)
fails(IndexError, store, -65537, 1)
fails(IndexError, lambda: m[65536])
