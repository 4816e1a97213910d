# Functions see to it that their frames are there; after that windows move, by
# calls that go deeper and by a heap that grows, and the frames are what they
# were. The stack is above the variables, as older linkers put it, or below.
#: each arch
#: needs 60k
#: also -O2
#: also -Oz
#: also -O0
#: above.wat --memory=lean
#| (module (memory (export "memory") 3)
#|   (global $sp (mut i32) (i32.const 66576))
#|   (global $heap (mut i32) (i32.const 66576))
#|   (data (i32.const 1024) "variables")
#|   (func $grow (param $n i32) (result i32) (local $at i32)
#|     (local.set $at (global.get $heap))
#|     (global.set $heap (i32.add (local.get $at) (local.get $n)))
#|     (i32.store (local.get $at) (local.get $n))
#|     (if (i32.gt_u (global.get $heap) (i32.shl (memory.size) (i32.const 16)))
#|       (then (drop (memory.grow (i32.const 1)))))
#|     (local.get $at))
#|   ;; Each frame has a number, a block of the heap, and a pointer to itself.
#|   (func $down (export "down") (param $n i32) (result i32)
#|     (local $frame i32)
#|     (global.set $sp (local.tee $frame
#|       (i32.sub (global.get $sp) (i32.const 208))))
#|     (i32.store offset=4 (local.get $frame) (local.get $n))
#|     (i64.store offset=192 (local.get $frame)
#|       (i64.extend_i32_u (call $grow (i32.const 48))))
#|     (i32.store (i32.add (local.get $frame) (i32.const 204))
#|       (local.get $frame))
#|     (i32.store8 (local.get $frame) (i32.const 7))
#|     (if (local.get $n)
#|       (then (i32.store8 (local.get $frame)
#|               (call $down (i32.sub (local.get $n) (i32.const 1))))))
#|     (call $check (local.get $frame) (local.get $n))
#|     (i32.load8_u (local.get $frame))
#|     (global.set $sp (i32.add (local.get $frame) (i32.const 208))))
#|   (func $check (param $frame i32) (param $n i32)
#|     (if (i32.ne (i32.load offset=4 (local.get $frame)) (local.get $n))
#|       (then unreachable))
#|     (if (i32.ne (i32.load offset=204 (local.get $frame)) (local.get $frame))
#|       (then unreachable))
#|     (if (i32.ne (i32.load (i32.wrap_i64
#|           (i64.load offset=192 (local.get $frame)))) (i32.const 48))
#|       (then unreachable)))
#|   ;; With no local, as AssemblyScript does it.
#|   (func $roots (export "roots") (param $n i32) (result i32)
#|     (global.set $sp (i32.sub (global.get $sp) (i32.const 8)))
#|     (i64.store (global.get $sp) (i64.const 0))
#|     (i32.store offset=4 (global.get $sp) (local.get $n))
#|     (i32.store (global.get $sp) (call $grow (i32.const 16)))
#|     (if (local.get $n)
#|       (then (local.set $n (i32.add
#|         (call $roots (i32.sub (local.get $n) (i32.const 1)))
#|         (i32.load offset=4 (global.get $sp))))))
#|     (i32.add (local.get $n) (i32.load (i32.load (global.get $sp))))
#|     (global.set $sp (i32.add (global.get $sp) (i32.const 8))))
#|   (func (export "sp") (result i32) (global.get $sp))
#|   (func (export "heap") (result i32) (global.get $heap))
#|   (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
#|   (func (export "named") (result i32) (i32.load8_u offset=1024 (i32.const 8))))
#: below.wat --memory=lean
#| (module (memory (export "memory") 2)
#|   (global $sp (mut i32) (i32.const 65536))
#|   (data (i32.const 65536) "variables")
#|   ;; Moves the pointer to a stack of its own: nothing is known of it then.
#|   (func $down (export "down") (param $n i32) (result i32)
#|     (local $frame i32)
#|     (global.set $sp (local.tee $frame
#|       (i32.sub (global.get $sp) (i32.const 32))))
#|     (i32.store offset=4 (local.get $frame) (local.get $n))
#|     (if (local.get $n)
#|       (then (i32.store (local.get $frame)
#|               (call $down (i32.sub (local.get $n) (i32.const 1))))))
#|     (i32.add (i32.load (local.get $frame))
#|              (i32.load offset=4 (local.get $frame)))
#|     (global.set $sp (i32.add (local.get $frame) (i32.const 32))))
#|   (func (export "task") (param $stack i32) (param $n i32) (result i32)
#|     (local $old i32)
#|     (local.set $old (global.get $sp))
#|     (global.set $sp (local.get $stack))
#|     (call $down (local.get $n))
#|     (global.set $sp (local.get $old)))
#|   (func (export "grow") (result i32) (memory.grow (i32.const 1))))
from check import equal, raises
import above
import below

equal([above.down(n) for n in (0, 1, 2, 10, 30)], [7] * 5)
equal(above.sp(), 66576)
equal(above.named(), ord("s"))
equal(bytes(above.memory[1024:1033]), b"variables")

# The pointer of the last frame that was opened is still in memory.
equal(above.load(66576 - 4), 66576 - 208)
equal(bytes(above.memory[66576 - 204 : 66576 - 200]), b"\x1e\0\0\0")

equal(above.roots(40), sum(range(41)) + 16 * 41)
equal(above.sp(), 66576)
equal(above.heap(), 66576 + 48 * 48 + 41 * 16)

other = above.instantiate()
equal(other.down(3), 7)
equal(other.heap(), 66576 + 4 * 48)
equal(above.down(5), 7)

# Stacks of tasks are anywhere.
equal(below.down(5), 15)
equal(below.task(100000, 6), 21)
equal(below.grow(), 2)
equal(below.task(131072 + 4096, 7), 28)
equal(below.task(60000, 8), 36)
equal(below.down(6), 21)
raises(below.Trap, "out of bounds memory access", below.task, 1 << 20, 1)
equal(below.down(7), 28)
