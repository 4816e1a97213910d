# Random bytes: from os.urandom, or where there is none from random.
#: also --memory=lean
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "random_get"
#|     (func $random_get (param i32 i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (export "random_get" (func $random_get)))
from check import equal, fails
import sys
import app


class OS:
    def urandom(self, n):
        assert n <= 64
        return bytes(n * (7,))


equal(app.random_get(100, 300), 0)
bytes_ = bytes(app.memory[100:400])
assert len(set(bytes_)) > 100
equal(bytes(app.memory[400:410]) + bytes(app.memory[90:100]), bytes(20))
OS.urandom = lambda self, n: b"\x07" * n
sys.modules["os"] = OS()
equal(app.random_get(100, 300), 0)
equal(bytes(app.memory[100:400]), b"\x07" * 300)
equal(app.memory[400], 0)
equal(app.random_get(0x10000, 0), 0)


class NoRandom:
    pass


# ENOSYS where nothing gives random bytes.
sys.modules["os"] = sys.modules["random"] = NoRandom()
equal(app.random_get(100, 1), 52)
NoRandom.getrandbits = lambda self, n: 5
equal(app.random_get(100, 1), 0)
equal(app.memory[100], 5)
# What a source raises passes through, but for OSError.
OS.urandom = lambda self, n: [][1]
sys.modules["os"] = OS()
fails(IndexError, app.random_get, 100, 1)
