# A loop over a table ends at its end.
#: app.wat
#| (module (table (export "t") 3 funcref) (elem (i32.const 1) $f)
#|   (func $f (result i32) i32.const 7))
from check import equal
import app

seen = [app.t[i] for i in range(len(app.t))]
equal(len(seen), 3)
equal([f() if f else None for f in seen], [None, 7, None])
