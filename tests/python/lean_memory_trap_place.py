# A trap of a lean memory tells the same place as that of an exact one, though it
# is raised in code that all accesses share: where all of it has constant bounds,
# and with a heap.
#: needs 500k
#: each arch
#: whole.wat --memory=lean --names=full
#| (module
#|   (memory 2)
#|   (global $__stack_pointer (mut i32) (i32.const 4096))
#|   (data $d "abc")
#|   (table 15 funcref)
#|   (elem (i32.const 0) $load8 $load16 $load32 $load64 $load_f64 $far $store8
#|     $store32 $store64 $store_f32 $fill $copy $init $atomic $loop)
#|   (type $t (func (param i32) (result i32)))
#|   (func $load8 (type $t) (i32.load8_s (local.get 0)))
#|   (func $load16 (type $t) (i32.load16_u align=1 (local.get 0)))
#|   (func $load32 (type $t) (i32.load offset=8 (local.get 0)))
#|   (func $load64 (type $t) (i32.wrap_i64 (i64.load (local.get 0))))
#|   (func $load_f64 (type $t)
#|     (i32.trunc_sat_f64_s (f64.load align=4 (local.get 0))))
#|   (func $far (type $t)
#|     (i32.load offset=4294967292
#|       (i32.and (local.get 0) (i32.const 0xfffffffc))))
#|   (func $store8 (type $t)
#|     (i32.store8 (local.get 0) (local.get 0)) (local.get 0))
#|   (func $store32 (type $t)
#|     (i32.store offset=200000 (local.get 0) (local.get 0)) (local.get 0))
#|   (func $store64 (type $t)
#|     (i64.store align=1 (local.get 0) (i64.const 1)) (local.get 0))
#|   (func $store_f32 (type $t)
#|     (f32.store (local.get 0) (f32.const 1)) (local.get 0))
#|   (func $fill (type $t)
#|     (memory.fill (local.get 0) (i32.const 1) (i32.const 9)) (local.get 0))
#|   (func $copy (type $t)
#|     (memory.copy (i32.const 0) (local.get 0) (i32.const 9)) (local.get 0))
#|   (func $init (type $t)
#|     (memory.init $d (local.get 0) (i32.const 0) (i32.const 3)) (local.get 0))
#|   (func $atomic (type $t)
#|     (i32.atomic.rmw.add (i32.and (local.get 0) (i32.const -4))
#|                         (i32.const 1)))
#|   (func $loop (type $t) (local $sum i32)
#|     (loop $more
#|       (local.set $sum (i32.add (local.get $sum) (i32.load (local.get 0))))
#|       (br_if $more (i32.lt_u
#|         (local.tee 0 (i32.add (local.get 0) (i32.const 4)))
#|         (i32.const 0xffffff00))))
#|     (local.get $sum))
#|   ;; Some are inlined here.
#|   (func $once (export "once") (type $t)
#|     (i32.add (call $load16 (local.get 0)) (call $load64 (local.get 0))))
#|   (func $choose (param i32 i32) (result i32)
#|     (i32.add (i32.const 1)
#|              (call_indirect (type $t) (local.get 0) (local.get 1))))
#|   (func (export "call") (param i32 i32) (result i32)
#|     (i32.add (i32.const 1) (call $choose (local.get 0) (local.get 1))))
#|   (func $deep (export "deep") (type $t) (local $frame i32)
#|     (global.set $__stack_pointer
#|       (local.tee $frame
#|         (i32.sub (global.get $__stack_pointer) (i32.const 1024))))
#|     (i32.store (local.get $frame) (local.get 0))
#|     (if (local.get 0)
#|       (then (drop (call $deep (i32.sub (local.get 0) (i32.const 1))))))
#|     (local.set 0 (i32.load (local.get $frame)))
#|     (global.set $__stack_pointer
#|       (i32.add (local.get $frame) (i32.const 1024)))
#|     (local.get 0)))
#: heap.wat --memory=lean --names=full
#| (module
#|   (memory 2 9)
#|   (global $__stack_pointer (mut i32) (i32.const 4096))
#|   (global $heap (mut i32) (i32.const 70000))
#|   (data (i32.const 4096) "variables")
#|   (func $grow (export "grow") (param i32) (result i32) (local $at i32)
#|     (local.set $at (global.get $heap))
#|     (global.set $heap (i32.add (local.get $at) (local.get 0)))
#|     (if (i32.gt_u (global.get $heap) (i32.shl (memory.size) (i32.const 16)))
#|       (then (drop (memory.grow (i32.const 1)))))
#|     (local.get $at))
#|   (func $load8 (param i32) (result i32) (i32.load8_u (local.get 0)))
#|   (func $load32 (param i32) (result i32) (i32.load offset=8 (local.get 0)))
#|   (func $load64 (param i32) (result i32)
#|     (i32.wrap_i64 (i64.load offset=80000 align=1 (local.get 0))))
#|   (func $store8 (param i32) (i32.store8 (local.get 0) (local.get 0)))
#|   (func $store32 (param i32) (i32.store (local.get 0) (local.get 0)))
#|   (func $store64 (param i32) (f64.store (local.get 0) (f64.const 1)))
#|   (func $atomic (param i32)
#|     (drop (i64.atomic.rmw.xchg (local.get 0) (i64.const 1))))
#|   (func $sum (param i32) (result i32) (local $sum i32)
#|     (loop $more
#|       (local.set $sum (i32.add (local.get $sum) (i32.load (local.get 0))))
#|       (br_if $more (i32.lt_u
#|         (local.tee 0 (i32.add (local.get 0) (i32.const 4)))
#|         (i32.const 0xffffff00))))
#|     (local.get $sum))
#|   (func (export "load") (param i32 i32) (result i32)
#|     (block $3 (block $2 (block $1 (block $0
#|       (br_table $0 $1 $2 $3 (local.get 0)))
#|       (return (i32.add (i32.const 1) (call $load8 (local.get 1)))))
#|       (return (i32.add (i32.const 2) (call $load32 (local.get 1)))))
#|       (return (i32.add (i32.const 3) (call $load64 (local.get 1)))))
#|     (i32.add (i32.const 4) (call $sum (local.get 1))))
#|   (func (export "store") (param i32 i32)
#|     (block $3 (block $2 (block $1 (block $0
#|       (br_table $0 $1 $2 $3 (local.get 0)))
#|       (call $store8 (local.get 1)) (return))
#|       (call $store32 (local.get 1)) (return))
#|       (call $store64 (local.get 1)) (return))
#|     (call $atomic (local.get 1)))
#|   (func $frame (export "frame") (param i32) (local $frame i32)
#|     (global.set $__stack_pointer
#|       (local.tee $frame
#|         (i32.sub (global.get $__stack_pointer) (i32.const 1024))))
#|     (i32.store offset=8 (local.get $frame) (call $grow (i32.const 8)))
#|     (if (local.get 0)
#|       (then (call $frame (i32.sub (local.get 0) (i32.const 1)))))
#|     (global.set $__stack_pointer
#|       (i32.add (local.get $frame) (i32.const 1024)))))
#: also --memory=exact
#: also -O0
#: also -O2
#: also -Oz
from check import equal, trap
import heap, whole

LOAD = "out of bounds memory access in "
STACK = "linear stack exhausted in "
NAMES = ("load8 load16 load32 load64 load_f64 far store8 store32 store64"
         " store_f32 fill copy init atomic loop").split()

for address in (-1, 0x20000, -1):
    for i, name in enumerate(NAMES):
        equal(trap(whole.call, address, i), LOAD + name
              + "\n  called by choose\n  called by call\n  from export call")
    equal(trap(whole.once, address),
          LOAD + "load16\n  called by once\n  from export once")
equal(trap(whole.once, 0x1fffa).split("\n")[0], LOAD + "load64")
equal(whole.deep(3), 3)
DEEP = "\n  called by deep" * 4 + "\n  from export deep"
equal(trap(whole.deep, 4), STACK + "deep" + DEEP)
equal(trap(whole.deep, 4), STACK + "deep" + DEEP)

for _ in range(2):
    for i, name in enumerate("load8 load32 load64 sum".split()):
        equal(trap(heap.load, i, 0xA0000), LOAD + name
              + "\n  called by load\n  from export load")
    for i, name in enumerate("store8 store32 store64 atomic".split()):
        equal(trap(heap.store, i, 0xA0000), LOAD + name
              + "\n  called by store\n  from export store")
    heap.frame(3)
    equal(trap(heap.frame, 4), STACK + "frame" + "\n  called by frame" * 4
          + "\n  from export frame")
    heap.grow(100000)
