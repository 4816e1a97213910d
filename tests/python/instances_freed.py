# Instances that are not used any more are garbage: memory for many more than
# fit at once.
#: needs 400k
#: app.wat --no-instance
#| (module (memory (export "memory") 1) (table (export "t") 10 funcref)
#|   (elem (i32.const 0) $f)
#|   (func $f (export "f") (result i32) i32.const 0 i32.load8_u))
import gc
from check import equal
import app

gc.collect()
before = gc.mem_alloc()
for i in range(200):
    instance = app.instantiate()
    instance.memory[0] = i & 255
    equal(instance.f(), i & 255)
    if i % 4 == 0:
        instance = None
        gc.collect()
instance = None
gc.collect()
assert gc.mem_alloc() - before < 140000, gc.mem_alloc() - before
