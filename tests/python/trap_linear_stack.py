# An exact memory whose stack has grown below the address 0 says so, if traps tell
# their place. Any other access out of bounds is what it was.
#: app.wat --memory=exact --names=full
#| (module
#|   (memory 1)
#|   (global $__stack_pointer (mut i32) (i32.const 4096))
#|   (func $deep (export "deep") (param i32) (result i32)
#|     (local $frame i32)
#|     (global.set $__stack_pointer
#|       (local.tee $frame
#|         (i32.sub (global.get $__stack_pointer) (i32.const 1024))))
#|     (i32.store (local.get $frame) (local.get 0))
#|     (if (local.get 0)
#|       (then (drop (call $deep (i32.sub (local.get 0) (i32.const 1))))))
#|     (local.set 0 (i32.load (local.get $frame)))
#|     (global.set $__stack_pointer
#|       (i32.add (local.get $frame) (i32.const 1024)))
#|     (local.get 0))
#|   (func (export "load") (param i32) (result i32)
#|     (i32.load (local.get 0))))
from check import equal, place
import app

for _ in range(2):
    equal(app.deep(3), 3)
    equal(place(app.deep, 4), "linear stack exhausted in deep")
    equal(place(app.load, -1), "out of bounds memory access in load")
