# A function alone keeps its instance and its code.
#: app.wat
#| (module
#|   (global $n (mut i32) (i32.const 5))
#|   (func (export "next") (result i32)
#|     (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|     (global.get $n)))
import gc
import sys
from check import equal
import app

f = app.instantiate().next
g = app.next
del sys.modules["app"]
del app
for i in range(5):
    gc.collect()
    garbage = [bytearray(b"\xff" * 100) for _ in range(100)]
    equal(f(), 6 + i)
    equal(g(), 6 + i)
