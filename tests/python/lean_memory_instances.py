# Each instance has a lean memory of its own; it lives as long as anything
# refers to it, and survives collections in the middle.
#: needs 100k
#: app.wat --memory=lean
#| (module (memory (export "memory") 4)
#|   (data (i32.const 100) "\01\02\03\04")
#|   (func (export "add") (param i32 i32) (result i32)
#|     (i32.store (local.get 0)
#|       (i32.add (i32.load (local.get 0)) (local.get 1)))
#|     (i32.load (local.get 0))))
import gc
from check import equal
import app

others = [app.instantiate() for i in range(20)]
for turn in range(3):
    for i, other in enumerate(others):
        gc.collect()
        equal(other.add(4096 * turn + 200, i), i)
        equal(other.add(250000, 1), turn + 1)
memory = others[7].memory
others = None
gc.collect()
garbage = [bytearray(100) for i in range(200)]
equal((memory[100:104], memory[200], memory[250000]),
      (bytearray(b"\1\2\3\4"), 7, 3))
