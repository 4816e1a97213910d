# Indices that are no indices, deletion, and values that are no bytes.
#: needs 80k
#: app.wat
#| (module (memory (export "memory") 1))
from check import equal, fails
import app

m = app.memory


def store(index, value):
    m[index] = value


def store_slice(value):
    m[0:2] = value


def delete():
    del m[0]


def delete_slice():
    del m[0:2]


fails(TypeError, lambda: m["x"])
fails(TypeError, lambda: m[1.5])
fails(TypeError, lambda: m[None])
fails(TypeError, store, "x", 1)
fails(TypeError, store, 0, "x")
fails(TypeError, store, 0, None)
fails(TypeError, delete)
fails(TypeError, delete_slice)
fails((TypeError, ValueError, NotImplementedError), store_slice, 5)
fails((TypeError, IndexError, OverflowError), lambda: m[1 << 64])
fails((TypeError, IndexError, OverflowError), lambda: m[1 << 100])
equal(len(m), 65536)
equal(m[0], 0)
