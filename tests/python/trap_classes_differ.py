# Each module has a class Trap of its own; all are RuntimeError.
#: one.wat
#| (module (func (export "f") unreachable))
#: two.wat
#| (module (func (export "f") (param i32) (result i32)
#|   i32.const 1 local.get 0 i32.div_s))
from check import raises
import one
import two

assert one.Trap is not two.Trap
assert type(raises(RuntimeError, "unreachable", one.f)) is one.Trap
assert type(raises(RuntimeError, "integer divide by zero",
                   two.f, 0)) is two.Trap
