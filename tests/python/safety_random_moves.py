# `os.urandom` may be a function of the user, which may have the memory grow
# while random bytes are on their way.
#: needs 400k
#: app.wat --growable-memory
#: also --memory=lean
#| (module
#|   (import "wasi_snapshot_preview1" "random_get"
#|     (func $random_get (param i32 i32) (result i32)))
#|   (memory (export "memory") 1 3)
#|   (func (export "random_get") (param i32 i32) (result i32)
#|     (call $random_get (local.get 0) (local.get 1)))
#|   (func (export "grow") (result i32) (memory.grow (i32.const 1)))
#|   (func (export "store") (param i32 i32)
#|     (i32.store8 (local.get 0) (local.get 1))))
import gc
import sys
from check import equal


class OS:
    @staticmethod
    def urandom(n):
        app.grow()
        app.store(900, 1)  # moves a window of a lean memory
        app.store(1500, 1)
        gc.collect()
        OS.keep.append(bytearray(b"\xee" * 3000))
        return b"Z" * n

    keep = []


sys.modules["os"] = OS
import app

keep = [bytearray(64) for i in range(4)]  # behind the memory: it must move
for at in (1000, 1100, 1200):
    equal(app.random_get(at, 40), 0)
    equal(bytes(app.memory[at:at + 41]),
          b"Z" * 40 + b"\0")
equal(app.random_get(len(app.memory) - 10, 11), 21)
