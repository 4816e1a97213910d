# When the heap has room only behind a window, an access that begins below that
# window and ends above it finds none: MemoryError, and nothing changes.
#: heap 100k
#: app.wat --memory=lean
#| (module (memory (export "memory") 2)
#|   (func (export "load") (param i32) (result i32)
#|     (i32.load8_u (local.get 0)))
#|   (func (export "fill") (param i32 i32 i32)
#|     (memory.fill (local.get 0) (local.get 1) (local.get 2))))
import gc
import app

keep = [None] * 3000
values = [None] * 6
# From here on there must be no new names: these take memory.
i = at = n = expected = 0
size = 1000
gc.collect()
app.fill(2000, 7, 3000)  # a window
while size > 8:
    try:
        while True:
            keep[n] = bytearray(size)
            n += 1
    except MemoryError:
        size //= 2
for i in range(6):  # these are behind it
    keep[i] = None
gc.collect()
try:
    app.fill(100, 9, 9700)
    expected = [9] * 6
except MemoryError:
    expected = [0, 0, 7, 7, 0, 0]
for i, at in enumerate((100, 1999, 2000, 4999, 5000, 9000)):
    values[i] = app.load(at)
keep = None
assert values == expected, values
app.fill(100, 9, 9700)
assert bytes(app.memory[98:9802]) == b"\0\0" + b"\t" * 9700 + b"\0\0"
