# To other modules and in tables a bound function is the function itself.
#: app.pyi
#| def flip(x: bool) -> bool
#: app.wat --bind=app.pyi
#| (module
#|   (table (export "table") 2 funcref)
#|   (global $__stack_pointer (mut i32) (i32.const 1024))
#|   (func (export "flip") (param i32) (result i32)
#|     (i32.xor (local.get 0) (i32.const -1)))
#|   (func (export "call") (param i32) (result i32)
#|     (call_indirect (param i32) (result i32)
#|       (local.get 0) (i32.const 1)))
#|   (func (export "sp") (param i32) (result i32)
#|     (global.set $__stack_pointer
#|       (i32.sub (global.get $__stack_pointer) (local.get 0)))
#|     (global.get $__stack_pointer)))
#: user.wat --no-instance
#| (module
#|   (import "app" "flip" (func $flip (param i32) (result i32)))
#|   (func (export "twice") (param i32) (result i32)
#|     (i32.add (call $flip (local.get 0)) (i32.const 1))))
import app
import gc
import user

assert app.flip(5) is True
assert user.instantiate({"app": app}).twice(5) == -5
app.table[1] = app.flip
assert app.call(5) == -6
flip = app.instantiate().flip
gc.collect()
assert flip(0) is True and flip(x=True) is True
