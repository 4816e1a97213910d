# With no room for Python below a loop there are no polls, and no trap.
#: app.wat --interruptible
#| (module
#|   (func $deep (export "deep") (param $depth i32) (param $rounds i32)
#|     (result i32) (local $sum i32)
#|     (if (local.get $depth)
#|       (then (return (i32.add (i32.const 1)
#|         (call $deep (i32.sub (local.get $depth) (i32.const 1))
#|                     (local.get $rounds))))))
#|     (loop $next
#|       (local.set $sum (i32.rotl (i32.add (local.get $sum)
#|         (local.get $rounds)) (i32.const 3)))
#|       (br_if $next
#|         (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
#|     (i32.and (local.get $sum) (i32.const 0))))
from check import equal
import app

# As deep as it goes.
low, high = 1, 1 << 20
while high - low > 1:
    middle = (low + high) // 2
    try:
        app.deep(middle, 1)
        low = middle
    except app.Trap:
        high = middle
equal(app.deep(low, 100000), low)
