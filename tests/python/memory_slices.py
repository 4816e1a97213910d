# Slices read and write; a read slice is a copy, and a written one must have
# the right length.
#: needs 140k
#: app.wat
#| (module (memory (export "memory") 1) (data (i32.const 100) "hello")
#|   (func (export "load") (param i32) (result i32)
#|     local.get 0 i32.load8_u))
from check import equal, fails
import app

m = app.memory
copy = m[100:105]
equal(bytes(copy), b"hello")
m[100:105] = b"HELLO"
equal(bytes(copy), b"hello")
equal(bytes(m[100:105]), b"HELLO")
equal(app.load(104), ord("O"))
m[0:3] = bytearray(b"abc")
equal(bytes(m[:3]), b"abc")
m[65533:] = b"xyz"
equal(bytes(m[-3:]), b"xyz")


def store(value):
    m[0:3] = value


fails((ValueError, TypeError), store, b"ab")
fails((ValueError, TypeError), store, b"abcd")
equal(bytes(m[:4]), b"abc\0")
equal(len(m), 65536)
