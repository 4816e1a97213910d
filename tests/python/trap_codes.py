# --debug-map: a trap tells the offset of its instruction in the file, also if
# its function was inlined or if one trap could do for several.
#: needs 300k
#: app.wat --debug-map=app.map
#| (module
#|   (memory 1) (table 2 funcref) (elem (i32.const 1) $twice)
#|   (func $read (param i32) (result i32) (i32.load (local.get 0)))
#|   (func (export "run") (param i32) (result i32) (call $read (local.get 0)))
#|   (func $quotient (param i32 i32) (result i32)
#|     (i32.div_s (local.get 0) (local.get 1)))
#|   (func (export "both") (param i32 i32) (result i32)
#|     (i32.add (call $quotient (local.get 0) (local.get 1))
#|              (i32.div_u (local.get 1) (local.get 0))))
#|   (func $twice (param i32) (result i32)
#|     (i32.mul (local.get 0) (i32.const 2)))
#|   (func (export "call") (param i32) (result i32)
#|     (call_indirect (param i32) (result i32) (local.get 0) (local.get 0)))
#|   (func (export "three") (param i32 i32 i32) (result i32)
#|     (i32.add (i32.add (i32.load (local.get 0)) (i32.load (local.get 1)))
#|              (i32.load offset=4 (local.get 2)))))
#: starts.wat --debug-map=starts.map --no-instance
#| (module (memory 1) (data (i32.const 65535) "ab") (func (export "f")))
#: many.wat --debug-map=many.map --no-instance
#| (module (memory 1)
#|   (func (export "f") (param i32) (result i32)
#1000|     (if (i32.eq (local.get 0) (i32.const {i})) (then unreachable))
#|     (i32.const 1)))
#: fueled.wat --debug-map=fueled.map --fuel
#| (module (func (export "f") (loop (br 0))))
#: also --memory=lean
from check import code, equal, fails
import app, fueled, many, starts

LOAD = "out of bounds memory access"
DIVIDE = "integer divide by zero"


equal(code(app.both, 1, 0), DIVIDE + " [0x72]")
equal(code(app.both, 0, 1), DIVIDE + " [0x80]")
equal(code(app.call, 0), "uninitialized element [0x91]")
equal(code(app.call, 2), "undefined element [0x91]")
equal(app.call(1), 2)
equal(code(app.run, -1), LOAD + " [0x61]")
equal(code(app.three, -1, -1, -1), LOAD + " [0x99]")
equal(code(app.three, 0, -1, -1), LOAD + " [0x9e]")
equal(code(app.three, 0, 0, 65532), LOAD + " [0xa4]")
equal(app.three(0, 0, 65528), 0)
equal(type(fails(RuntimeError, app.both, 0, 1)), app.Trap)
equal(code(starts.instantiate), LOAD + " [0x28]")
f = many.instantiate().f
equal(code(f, 0), "unreachable [0x2e]")
equal(code(f, 999), "unreachable [0x26f5]")
equal(f(1000), 1)
fueled.fuel.value = 0
equal(code(fueled.f), "out of fuel [0x1e]")
fueled.fuel.value = 100
equal(code(fueled.f), "out of fuel [0x1e]")
