# Two instances (of two modules) that call each other without end trap.
#: each arch
#: one.wat
#| (module
#|   (table (export "t") 1 funcref)
#|   (func (export "f") (param i32) (result i32)
#|     local.get 0 i32.const 0 call_indirect (param i32) (result i32)
#|     i32.const 1 i32.add))
#: two.wat --no-instance
#| (module
#|   (import "one" "f" (func $f (param i32) (result i32)))
#|   (func (export "g") (param i32) (result i32)
#|     local.get 0 call $f i32.const 1 i32.add))
from check import raises
import one
import two

other = two.instantiate({"one": one})
one.t[0] = other.g
for _ in range(3):
    raises(RuntimeError, "call stack exhausted", one.f, 1)
    raises(RuntimeError, "call stack exhausted", other.g, 1)
