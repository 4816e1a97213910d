# Where the linear stack is below the data, it may not grow beyond what
# --linear-stack says. Other memory is not concerned.
#: each arch
#: needs 60k
#: app.wat --memory=lean --linear-stack=2K
#| (module (memory (export "memory") 17)
#|   (global $__stack_pointer (mut i32) (i32.const 1048576))
#|   (data (i32.const 1048576) "data")
#|   (func $down (export "down") (param $n i32) (result i32)
#|     (local $frame i32)
#|     (global.set $__stack_pointer (local.tee $frame
#|       (i32.sub (global.get $__stack_pointer) (i32.const 256))))
#|     (i32.store offset=4 (local.get $frame) (local.get $n))
#|     (if (local.get $n)
#|       (then (i32.store (local.get $frame)
#|               (call $down (i32.sub (local.get $n) (i32.const 1))))))
#|     (i32.add (i32.load (local.get $frame))
#|              (i32.load offset=4 (local.get $frame)))
#|     (global.set $__stack_pointer
#|       (i32.add (local.get $frame) (i32.const 256))))
#|   (func (export "load") (param i32) (result i32)
#|     (i32.load (local.get 0))))
from check import equal, raises
import app

equal(app.down(7), 28)
raises(app.Trap, "linear stack exhausted", app.down, 8)
equal(app.down(7), 28)
raises(app.Trap, "linear stack exhausted", app.load, 0)
equal(app.load(1048576), 0x61746164)
equal(app.load(1048576 + 65532), 0)


def below():
    app.memory[1000] = 1


raises(app.Trap, "linear stack exhausted", below)
