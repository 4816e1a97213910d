# The stack pointer is found without its name, too, when it is not exported.
#: needs 80k
#: app.wat
#| (module
#|   (memory 1)
#|   (global $g (mut i32) (i32.const 65536))
#|   (func $leaf (param i32) (local $frame i32)
#|     global.get $g i32.const 32 i32.sub local.tee $frame global.set $g
#|     local.get $frame local.get 0 i32.store
#|     local.get 0 i32.eqz if unreachable end
#|     local.get $frame i32.const 32 i32.add global.set $g)
#|   (func (export "run") (param i32) (local $frame i32)
#|     global.get $g i32.const 16 i32.sub local.tee $frame global.set $g
#|     local.get 0 call $leaf
#|     local.get $frame i32.const 16 i32.add global.set $g)
#|   (func (export "sp") (result i32) global.get $g))
from check import equal, raises
import app

raises(RuntimeError, "unreachable", app.run, 0)
equal(app.sp(), 65536)
app.run(1)
equal(app.sp(), 65536)
