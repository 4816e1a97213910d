# A stripped module: its stack pointer is known by what it is exported as. Found
# by its shape it would be the counter.
#: needs 80k
#: app.wat
#| (module
#|   (memory 1)
#|   (global (mut i32) (i32.const 4096))
#|   (global (export "__stack_pointer") (mut i32) (i32.const 65536))
#|   (func $count
#|     global.get 0 i32.const 16 i32.sub global.set 0)
#|   (func (export "run") (param i32)
#|     call $count
#|     global.get 1 i32.const -32 i32.add global.set 1
#|     local.get 0 i32.eqz if unreachable end
#|     global.get 1 i32.const 32 i32.add global.set 1)
#|   (func (export "both") (result i32 i32) global.get 1 global.get 0))
#: hidden.wat --hide=__stack_pointer
#| (module
#|   (memory 1)
#|   (global (export "__stack_pointer") (mut i32) (i32.const 65536))
#|   (func (export "run")
#|     global.get 0 i32.const -32 i32.add global.set 0 unreachable)
#|   (func (export "sp") (result i32) global.get 0))
from check import equal, raises
import app
import hidden

raises(RuntimeError, "unreachable", app.run, 0)
equal(app.both(), (65536, 4080))
app.run(1)
equal(app.both(), (65536, 4064))
raises(RuntimeError, "unreachable", hidden.run)
equal(hidden.sp(), 65536)
equal(hasattr(hidden, "__stack_pointer"), False)
