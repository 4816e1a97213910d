# An immutable global can be imported as a plain Python value.
#: app.wat --no-instance
#| (module
#|   (import "env" "i" (global $i i32)) (import "env" "l" (global $l i64))
#|   (import "env" "d" (global $d f64))
#|   (global $next (export "next") i32
#|     (i32.add (global.get $i) (i32.const 1)))
#|   (func (export "all") (result i32 i64 f64)
#|     global.get $i global.get $l global.get $d))
from check import equal, raises
import app

one = app.instantiate({"env": {"i": 41, "l": 1 << 40, "d": 0.5}})
equal(one.all(), (41, 1 << 40, 0.5))
equal(one.next.value, 42)
two = app.instantiate({"env": {"i": -1, "l": -1, "d": -1}})
equal(two.all(), (-1, -1, -1.0))
equal(one.all(), (41, 1 << 40, 0.5))
raises(ImportError, "env.i: expected global i32, got str",
       app.instantiate, {"env": {"i": "41", "l": 0, "d": 0.5}})
