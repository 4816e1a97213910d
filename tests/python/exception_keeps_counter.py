# A trap does not put back a global that is only counted down, as a stack
# pointer would be.
#: app.wat
#| (module (memory 1 1)
#|   (global $left (mut i32) (i32.const 100))
#|   (func (export "use")
#|     (global.set $left (i32.sub (global.get $left) (i32.const 1)))
#|     unreachable)
#|   (func (export "left") (result i32) (global.get $left)))
from check import equal, raises
import app

raises(app.Trap, "unreachable", app.use)
raises(app.Trap, "unreachable", app.use)
equal(app.left(), 98)
