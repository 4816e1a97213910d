# An externref is any Python object; the same object comes back.
#: app.wat
#| (module
#|   (global $g (export "g") (mut externref) (ref.null extern))
#|   (func (export "id") (param externref) (result externref) local.get 0)
#|   (func (export "is_null") (param externref) (result i32)
#|     local.get 0 ref.is_null)
#|   (func (export "set") (param externref) local.get 0 global.set $g)
#|   (func (export "get") (result externref) global.get $g)
#|   (func (export "pick") (param externref externref i32)
#|     (result externref)
#|     local.get 0 local.get 1 local.get 2 select (result externref)))
import gc
from check import equal
import app

for value in ([1], {}, "s", 1 << 80, 2.5, print, app, app.id, (), 0, False):
    assert app.id(value) is value or app.id(value) == value
    equal(app.is_null(value), 0)
assert app.id(None) is None
equal(app.is_null(None), 1)
a, b = [1], [1]
assert app.pick(a, b, 1) is a
assert app.pick(a, b, 0) is b
app.set([1, 2, 3])
gc.collect()
garbage = [bytearray(b"\xff" * 100) for _ in range(100)]
equal(app.get(), [1, 2, 3])
app.g.value = "x"
equal(app.get(), "x")
