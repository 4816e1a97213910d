# A table can be imported; functions of several instances meet in it.
#: owner.wat
#| (module (table (export "t") 3 funcref) (elem (i32.const 0) $f)
#|   (func $f (result i32) i32.const 1)
#|   (func (export "call") (param i32) (result i32)
#|     local.get 0 call_indirect (result i32)))
#: user.wat --no-instance
#| (module (import "env" "t" (table 1 funcref))
#|   (import "env" "n" (global $n i32))
#|   (elem (i32.const 1) $f)
#|   (func $f (result i32) global.get $n)
#|   (func (export "call") (param i32) (result i32)
#|     local.get 0 call_indirect (result i32)))
import gc
from check import equal
import owner
import user

a = user.instantiate({"env": {"t": owner.t, "n": 20}})
equal(owner.call(1), 20)
equal(a.call(0), 1)
b = user.instantiate({"env": {"t": owner.t, "n": 30}})
owner.t[2] = owner.t[1]
equal(owner.call(2), 30)
del a, b
gc.collect()
garbage = [bytearray(b"\xff" * 100) for _ in range(100)]
equal(owner.call(2), 30)
