# The stack pointer of the linear memory is put back when an exception leaves
# a function that Python called.
#: needs 80k
#: app.wat
#| (module
#|   (import "env" "f" (func $f (param i32)))
#|   (memory (export "memory") 1)
#|   (global $__stack_pointer (export "sp") (mut i32) (i32.const 65536))
#|   (func (export "run") (param i32) (local $frame i32)
#|     global.get $__stack_pointer i32.const 64 i32.sub local.tee $frame
#|     global.set $__stack_pointer
#|     local.get 0 call $f
#|     local.get $frame i32.const 64 i32.add global.set $__stack_pointer)
#|   (func (export "trap")
#|     global.get $__stack_pointer i32.const 64 i32.sub
#|     global.set $__stack_pointer
#|     unreachable))
#: env.py
#| depth = []
#| def f(n):
#|     import app
#|     depth.append(app.sp.value)
#|     if n == 0:
#|         raise ValueError("bottom")
#|     if n == 2:
#|         try:
#|             app.run(1)
#|         except ValueError:
#|             depth.append(app.sp.value)
#|     elif n > 0:
#|         app.run(n - 1)
import env
from check import equal, raises
import app

equal(app.sp.value, 65536)
raises(ValueError, "bottom", app.run, 0)
equal(app.sp.value, 65536)
raises(RuntimeError, "unreachable", app.trap)
equal(app.sp.value, 65536)
env.depth.clear()
app.run(2)
equal(env.depth, [65472, 65408, 65344, 65472])
equal(app.sp.value, 65536)
app.run(-1)
equal(app.sp.value, 65536)
