# --names=full: a trap tells in which function it happened, also if that was
# inlined into another one or has no name.
#: needs 300k
#: app.wat --memory=exact --names=full
#| (module
#|   (memory 1) (table 2 funcref) (elem (i32.const 1) $twice)
#|   (func $read (param i32) (result i32) (i32.load (local.get 0)))
#|   (func (export "run") (param i32) (result i32) (call $read (local.get 0)))
#|   (func $quotient (param i32 i32) (result i32)
#|     (i32.div_s (local.get 0) (local.get 1)))
#|   (func $both (export "both") (param i32 i32) (result i32)
#|     (i32.add (call $quotient (local.get 0) (local.get 1))
#|              (i32.div_u (local.get 1) (local.get 0))))
#|   (func $twice (param i32) (result i32)
#|     (i32.mul (local.get 0) (i32.const 2)))
#|   (func (export "call") (param i32) (result i32)
#|     (call_indirect (param i32) (result i32) (local.get 0) (local.get 0)))
#|   (func (param i32) (result i32) (i32.load8_u (local.get 0)))
#|   (export "a longer name, with spaces" (func 6))
#|   (func (export "no_name") (param i32) (result i32) (call 8 (local.get 0)))
#|   (func (param i32) (result i32) (i32.load16_u (local.get 0))))
#: exports.wat --memory=exact --names=exports
#| (module
#|   (memory 1)
#|   (func $read (export "get") (param i32) (result i32)
#|     (i32.load (local.get 0)))
#|   (func $inner (param i32) (result i32) (i32.load8_u (local.get 0)))
#|   (func (export "outer") (param i32) (result i32)
#|     (call $inner (local.get 0))))
#: plain.wat --memory=exact --names=none
#| (module
#|   (memory 1)
#|   (func $read (export "get") (param i32) (result i32)
#|     (i32.load (local.get 0))))
#: starts.wat --memory=exact --names=full --no-instance
#| (module (memory 1) (data (i32.const 65535) "ab") (func (export "f")))
from check import equal, fails, place, trap, without_callers
import app, exports, plain, starts

LOAD = "out of bounds memory access"
DIVIDE = "integer divide by zero"


for _ in range(2):
    equal(place(app.run, -1), LOAD + " in read")
    equal(place(app.both, 1, 0), DIVIDE + " in quotient")
    equal(place(app.both, 0, 1), DIVIDE + " in both")
    equal(place(app.call, 0), "uninitialized element in call")
    equal(place(getattr(app, "a longer name, with spaces"), -1),
          LOAD + " in a longer name, with spaces")
    equal(place(app.no_name, -2), LOAD + " in func 8")
equal(app.call(1), 2)
equal(trap(exports.get, -1), LOAD + " in get")
equal(trap(exports.outer, -1), LOAD + " in func 1")
equal(trap(plain.get, -1), LOAD)
equal(trap(starts.instantiate), LOAD + " in instantiation")
error = fails(RuntimeError, app.run, -1)
equal(without_callers(str(error)), LOAD + " in read\n  from export run")
equal(type(error), app.Trap)
