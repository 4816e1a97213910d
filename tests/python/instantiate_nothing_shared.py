# Two instances share no memory, table or global.
#: needs 200k
#: app.wat
#| (module
#|   (memory (export "m") 1) (table (export "t") 2 funcref)
#|   (global (export "g") (mut i32) (i32.const 0))
#|   (elem declare func $f) (func $f (export "f"))
#|   (data $d "passive")
#|   (func (export "init") (memory.init $d
#|     (i32.const 0) (i32.const 0) (i32.const 7)))
#|   (func (export "drop") data.drop $d))
from check import equal, raises
import app

a, b = app, app.instantiate()
a.m[0] = 1
a.t[0] = a.f
a.g.value = 1
equal(b.m[0], 0)
assert b.t[0] is None
equal(b.g.value, 0)
a.drop()
b.init()
equal(bytes(b.m[0:7]), b"passive")
raises(RuntimeError, "out of bounds memory access", a.init)
assert a.f is not b.f
