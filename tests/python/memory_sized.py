# --memory=SIZE: the module has as many bytes as that, whatever it declares; it
# is told that all its pages are there, and that there are no more.
#: needs 40k
#: app.wat --memory=3K
#| (module (memory (export "memory") 17 20)
#|   (data (i32.const 3000) "end")
#|   (func (export "load") (param i32) (result i32)
#|     (i32.load (local.get 0)))
#|   (func (export "size") (result i32) (memory.size))
#|   (func (export "grow") (param i32) (result i32)
#|     (memory.grow (local.get 0))))
from check import equal, fails, raises
import app

equal((len(app.memory), len(memoryview(app.memory))), (3072, 3072))
equal((app.size(), app.grow(0), app.grow(1), app.grow(-1)), (17, 17, -1, -1))
equal(app.load(3068), 0)
equal(bytes(app.memory[3000:3003]), b"end")
raises(app.Trap, "out of bounds memory access", app.load, 3069)
raises(app.Trap, "out of bounds memory access", app.load, 65536)
fails(ValueError, app.memory.grow, 1)
