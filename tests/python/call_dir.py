# dir() lists the exports.
#: app.wat --memory=exact
#| (module (memory 0)
#|   (func (export "f"))
#|   (global (export "g") i32 (i32.const 0))
#|   (export "memory" (memory 0)))
import app

names = dir(app)
for name in ("f", "g", "memory"):
    assert name in names, name
for name in ("f", "g", "memory"):
    assert name in dir(app.instantiate()), name
