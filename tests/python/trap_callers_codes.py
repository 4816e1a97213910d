# --debug-map: the calls that lead to where it trapped are codes, too, and those
# of functions that were inlined.
#: needs 300k
#: each arch
#: app.wat --memory=exact --debug-map=app.map
#| (module
#|   (memory 1)
#|   (func $read (param i32) (result i32) (i32.load (local.get 0)))
#|   (func $more (param i32) (result i32)
#|     (if (result i32) (local.get 0)
#|       (then (i32.add (i32.const 1)
#|               (call $more (i32.sub (local.get 0) (i32.const 1)))))
#|       (else (call $read (i32.const -1)))))
#|   (func (export "run") (param i32) (result i32)
#|     (i32.add (call $more (local.get 0)) (i32.const 1)))
#|   (func $endless (export "endless") (param i32) (result i32)
#|     (i32.add (i32.const 1) (call $endless (local.get 0)))))
#: also -O0
#: also -O2
#: also -Oz
from check import equal, trap
import app

LOAD = "out of bounds memory access [0x36"
MORE = " 0x47"

equal(trap(app.run, 0), LOAD + " 0x4d 0x55]")
equal(trap(app.run, 2), LOAD + " 0x4d" + MORE * 2 + " 0x55]")
equal(trap(app.run, 30), LOAD + " 0x4d" + MORE * 7 + " ... 0x55]")
equal(trap(app.endless, 0), "call stack exhausted [0x5d" + " 0x61" * 7
      + " ... 0x61]")
