# When MicroPython's heap is full, touching more of a lean memory raises
# MemoryError; some memory is left for Python, and the instance stays usable.
#: heap 60k
#: app.wat --memory=lean
#| (module (memory (export "memory") 64)
#|   (func (export "load") (param i32) (result i32)
#|     (i32.load (local.get 0)))
#|   (func (export "store") (param i32 i32)
#|     (i32.store (local.get 0) (local.get 1))))
import gc
from check import equal, fails
import app

blocks = [bytearray(2000) for i in range(5)]
at = 0
end = 0
for stride in (4, 64, 4096):
    try:
        while at < 1 << 20:
            app.store(at, at)
            end = at
            at += stride
    except MemoryError:
        pass
    else:
        raise AssertionError("memory for a megabyte")
equal(end > 8000, True)
gc.collect()
equal(gc.mem_free() >= 500, True)
first = 0
while app.load(first) == first:
    first += 4
equal(first > 8000, True)
app.store(16, 5)
equal((app.load(16), app.load(4000000)), (5, 0))
fails(MemoryError, app.store, 4000000, 1)
blocks = None
gc.collect()
app.store(4000000, 1)
equal((app.load(4000000), app.load(16)), (1, 5))
