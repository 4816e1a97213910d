# A table takes integers as indices, nothing else; elements cannot be deleted.
#: app.wat
#| (module (table (export "t") 2 funcref) (elem (i32.const 0) $f)
#|   (func $f (result i32) i32.const 1))
from check import equal, fails
import app

t = app.t


def delete():
    del t[0]


fails(TypeError, lambda: t["x"])
fails(TypeError, lambda: t[1.5])
fails(TypeError, lambda: t[None])
fails(TypeError, lambda: t[0:1])
fails(TypeError, delete)
fails((IndexError, OverflowError), lambda: t[1 << 64])
fails((IndexError, OverflowError), lambda: t[1 << 32])
fails((IndexError, OverflowError), lambda: t[-(1 << 64)])
equal(t[0](), 1)
