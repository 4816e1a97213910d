# A hundred instances live at the same time.
#: needs 60k
#: app.wat --no-instance
#| (module
#|   (global $n (export "n") (mut i32) (i32.const 0))
#|   (table 2 funcref) (elem (i32.const 0) $add)
#|   (func $add (export "add") (param i32) (result i32)
#|     (global.set $n (i32.add (global.get $n) (local.get 0)))
#|     (global.get $n))
#|   (func (export "call") (param i32) (result i32)
#|     local.get 0 i32.const 0 call_indirect (param i32) (result i32)))
import gc
from check import equal
import app

instances = [app.instantiate() for _ in range(100)]
for i, instance in enumerate(instances):
    equal(instance.add(i), i)
gc.collect()
for i, instance in enumerate(instances):
    equal(instance.call(1), i + 1)
    equal(instance.n.value, i + 1)
