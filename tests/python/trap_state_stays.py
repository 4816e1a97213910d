# What a function did before it trapped stays done.
#: needs 80k
#: app.wat
#| (module (memory (export "memory") 1)
#|   (global $g (export "g") (mut i32) (i32.const 0))
#|   (func (export "f")
#|     i32.const 7 global.set $g
#|     i32.const 0 i32.const 8 i32.store
#|     i32.const 65536 i32.const 9 i32.store))
from check import equal, raises
import app

raises(RuntimeError, "out of bounds memory access", app.f)
equal(app.g.value, 7)
equal(app.memory[0], 8)
