# A table of externref holds any Python object, and keeps it alive.
#: app.wat
#| (module (table $t (export "t") 3 externref)
#|   (func (export "get") (param i32) (result externref)
#|     local.get 0 table.get $t)
#|   (func (export "set") (param i32 externref)
#|     local.get 0 local.get 1 table.set $t))
import gc
from check import equal
import app

app.t[0] = ["a", "list"]
app.set(1, {"a": "dict"})
gc.collect()
garbage = [bytearray(b"\xff" * 100) for _ in range(100)]
equal(app.get(0), ["a", "list"])
equal(app.t[1], {"a": "dict"})
assert app.get(2) is None
marker = object()
app.t[2] = marker
assert app.get(2) is marker
app.set(2, None)
assert app.t[2] is None
for value in (0, 1, -1, 5.5, "text", b"bytes", (), app, app.get, 1 << 100):
    app.t[0] = value
    assert app.get(0) == value
