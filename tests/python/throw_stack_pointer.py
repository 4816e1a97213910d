# An exception that goes to Python puts the linear stack pointer back, as a trap
# does; a handler in WebAssembly does that itself.
#: app.wat
#| (module
#|   (memory 1 1)
#|   (global $__stack_pointer (export "__stack_pointer") (mut i32)
#|     (i32.const 65536))
#|   (tag $e)
#|   (func $deep (param i32)
#|     (global.set $__stack_pointer
#|       (i32.sub (global.get $__stack_pointer) (i32.const 64)))
#|     (if (i32.eqz (local.get 0)) (then (throw $e)))
#|     (call $deep (i32.sub (local.get 0) (i32.const 1)))
#|     (global.set $__stack_pointer
#|       (i32.add (global.get $__stack_pointer) (i32.const 64))))
#|   (func (export "run") (call $deep (i32.const 3)))
#|   (func (export "caught") (local $saved i32)
#|     (local.set $saved (global.get $__stack_pointer))
#|     (try
#|       (do (call $deep (i32.const 3)))
#|       (catch_all (global.set $__stack_pointer (local.get $saved))))))
from check import equal, raises
import app

for i in range(10):
    raises(app.Exception, "", app.run)
    app.caught()
    equal(app.__stack_pointer.value, 65536)
