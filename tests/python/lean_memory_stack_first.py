# A program without a heap whose stack is below its variables has both in one
# piece from the start, as far as its code tells how large they are; what is
# beyond is right, too.
#: each arch
#: needs 60k
#: app.wat --memory=lean
#: also -O2
#: also -Oz
#| (module (memory (export "memory") 2)
#|   (global $__stack_pointer (mut i32) (i32.const 65536))
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
#|   (func (export "table") (param $i i32) (result i32)
#|     (i32.load offset=65536
#|       (i32.shl (i32.and (local.get $i) (i32.const 255)) (i32.const 2))))
#|   (func (export "fill") (param $seed i32) (result i32)
#|     (local $i i32)
#|     (loop
#|       (i32.store offset=65536 (i32.shl (local.get $i) (i32.const 2))
#|         (i32.mul (local.get $i) (local.get $seed)))
#|       (br_if 0 (i32.ne (i32.const 640)
#|         (local.tee $i (i32.add (local.get $i) (i32.const 1))))))
#|     (i32.load offset=65536 (i32.const 2556)))
#|   (func (export "copy") (param $from i32) (param $to i32) (param $n i32)
#|     (loop
#|       (i32.store8 (local.get $to) (i32.load8_u (local.get $from)))
#|       (local.set $from (i32.add (local.get $from) (i32.const 1)))
#|       (local.set $to (i32.add (local.get $to) (i32.const 1)))
#|       (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
#|   (func (export "poke") (param i32 i32)
#|     (i32.store offset=65536 (local.get 0) (local.get 1)))
#|   (func (export "peek") (param i32) (result i32)
#|     (i32.load (local.get 0))))
import gc
from check import equal, raises
import app

gc.collect()
before = gc.mem_alloc()
second = app.instantiate()
gc.collect()
taken = gc.mem_alloc() - before
# The variables with a loop, the last one of no known length, the stack.
equal(2560 < taken < 2560 + 4096 + 4096, True)
del second

equal(app.fill(3), 639 * 3)
equal([app.table(i) for i in (0, 1, 255, 256)], [0, 3, 765, 0])
# Deeper than what is there, up to the end of the stack.
for depth in (5, 15, 40, 63):
    equal(app.down(depth), depth * (depth + 1) // 2)
raises(app.Trap, "linear stack exhausted", app.down, 64)
equal(app.fill(5), 639 * 5)

# Behind what is there, and across its end.
for at in (2556, 2558, 6000, 6655, 6657, 20000, 65532):
    app.poke(at, at * 3)
    equal(app.peek(65536 + at), at * 3)
    equal(int.from_bytes(app.memory[65536 + at:65536 + at + 4], "little"),
          at * 3)
raises(app.Trap, "out of bounds memory access", app.poke, 65533, 1)
raises(app.Trap, "linear stack exhausted", app.peek, 0)
app.fill(7)
app.copy(65536, 65536 + 30000, 2560)
app.copy(65536 + 30001, 65536 + 2300, 1000)
equal(bytes(app.memory[65536 + 2300:65536 + 2310]),
      bytes(app.memory[65536 + 30001:65536 + 30011]))
equal(app.peek(65536 + 30000 + 2556), 639 * 7)
