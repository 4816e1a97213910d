# Vectors in lean memory: what nothing wrote is zeros, also where two windows
# meet.
#: app.wat --memory=lean
#| (module
#|   (memory (export "memory") 2)
#|   (func (export "load") (param i32) (result v128)
#|     (v128.load (local.get 0)))
#|   (func (export "store") (param i32 v128)
#|     (v128.store offset=3 (local.get 0) (local.get 1)))
#|   (func (export "sum") (param i32 i32) (result v128) (local v128)
#|     (loop $again
#|       (local.set 2 (i32x4.add (local.get 2) (v128.load (local.get 0))))
#|       (local.set 0 (i32.add (local.get 0) (i32.const 16)))
#|       (br_if $again (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))
#|     (local.get 2)))
from check import equal, raises
import app

A = bytes(range(1, 17))
equal(app.load(70000), bytes(16))
app.store(70000 - 3, A)
equal(app.load(70000), A)
equal(app.load(70004), A[4:] + bytes(4))
for at in range(1000, 1300, 13):
    app.store(at - 3, A)
    equal(app.load(at), A)
equal(app.sum(69984, 3), A)
raises(app.Trap, "out of bounds memory access", app.load, 131072 - 15)
