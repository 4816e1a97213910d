# --hide: Python does not see these exports; the module goes on using them, and
# signatures pass bytes through a memory that is hidden.
#: app.pyi
#| def total(data: bytes) -> int
#: app.wat --memory=exact --hide=memory,inner,table --bind=app.pyi --names=exports
#| (module
#|   (memory (export "memory") 1)
#|   (table (export "table") 1 funcref) (elem (i32.const 0) $inner)
#|   (global $__stack_pointer (mut i32) (i32.const 1024))
#|   (func $inner (export "inner") (export "other") (param $at i32) (result i32)
#|     (i32.load8_u (local.get $at)))
#|   (func (export "total") (param $at i32) (param $size i32) (result i32)
#|     (i32.add
#|       (call_indirect (param i32) (result i32)
#|         (local.get $at) (i32.const 0))
#|       (call $inner (i32.add (local.get $at)
#|         (i32.sub (local.get $size) (i32.const 1)))))))
from check import equal, raises
import app

for name in ("memory", "inner", "table"):
    assert not hasattr(app, name)
    assert not hasattr(app.instantiate(), name)
equal(app.total(b"abc"), 97 + 99)
raises(app.Trap, "out of bounds memory access in other", app.other, -1)
