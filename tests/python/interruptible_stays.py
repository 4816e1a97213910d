# What a loop has written and read is what a scheduled function sees and writes,
# and Python may have the memory grow and move meanwhile.
#: needs 400k
#: app.wat --interruptible --growable-memory
#| (module
#|   (memory (export "memory") 1 3)
#|   (global $n (export "n") (mut i32) (i32.const 0))
#|   (func (export "run") (param $rounds i32) (result i32)
#|     (loop $next
#|       (i32.store (i32.const 8)
#|         (i32.add (i32.load (i32.const 8)) (i32.const 1)))
#|       (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|       (br_if $next
#|         (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
#|     (i32.load (i32.const 8))))
import micropython
import struct
from check import equal
import app

seen = []


def look(_):
    count = struct.unpack_from("<i", app.memory, 8)[0]
    # It is called at the head of a round.
    equal(count, app.n.value)
    seen.append(count)
    app.memory.grow(1)
    struct.pack_into("<i", app.memory, 8, count + 1000000)


micropython.schedule(look, None)
total = app.run(100000)
equal(len(seen), 1)
assert 0 <= seen[0] < 100000
equal(total, 1100000)
equal(len(app.memory), 131072)
equal(app.n.value, 100000)
