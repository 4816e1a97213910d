# Memory that grows in an import called from the middle of a function: the
# function sees the new size and the moved bytes.
#: needs 400k
#: app.wat
#| (module
#|   (import "env" "f" (func $f))
#|   (memory (export "memory") 1 4)
#|   (func (export "grow") (result i32) i32.const 1 memory.grow)
#|   (func (export "run") (result i32)
#|     (i32.store (i32.const 16) (i32.const 5))
#|     (call $f)
#|     (i32.store (i32.const 65536) (i32.const 7))
#|     (i32.add (i32.load (i32.const 16)) (i32.load (i32.const 65536)))))
#: env.py
#| def f():
#|     import app
#|     global blocker
#|     blocker = bytearray(100)
#|     app.grow()
#|     app.memory[16] += 100
from check import equal
import app

equal(app.run(), 112)
