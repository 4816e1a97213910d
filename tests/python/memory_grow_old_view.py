# A view that is older than a growth keeps the old memory alive: it never
# dangles, whether memory grew in place or moved.
#: needs 1000k
#: app.wat --memory=exact
#| (module (memory (export "memory") 1)
#|   (func (export "grow") (param i32) (result i32)
#|     local.get 0 memory.grow))
import gc
from check import equal
import app

app.memory[0:4] = b"old!"
view = memoryview(app.memory)
blocker = []
for i in range(3):
    equal(app.grow(1), 1 + i)
    blocker.append(bytearray(1000))
    gc.collect()
    garbage = [bytearray(b"\xff" * 1000) for _ in range(100)]
    equal(len(view), 65536)
    equal(bytes(view[0:4]), b"old!")
    equal(bytes(app.memory[0:4]), b"old!")
view[65535] = 1
equal(len(app.memory), 4 * 65536)
