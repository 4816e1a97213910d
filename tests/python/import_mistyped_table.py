# A table must have the element type and size that is asked for.
#: other.wat
#| (module
#|   (table (export "f") 5 10 funcref) (table (export "x") 5 10 externref))
#: app.wat --no-instance
#| (module (import "env" "t" (table 5 20 funcref)))
#: large.wat --no-instance
#| (module (import "env" "t" (table 6 funcref)))
from check import raises
import app
import large
import other

app.instantiate({"env": {"t": other.f}})
raises(ImportError,
       "env.t: expected table 5..20 funcref, got table 5..10 externref",
       app.instantiate, {"env": {"t": other.x}})
raises(ImportError, "env.t: expected table 6 funcref, got table 5..10 funcref",
       large.instantiate, {"env": {"t": other.f}})
raises(ImportError, "env.t: expected table 6 funcref, got list",
       large.instantiate, {"env": {"t": [None] * 6}})
