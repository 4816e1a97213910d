# A double that does not fit into an f32 becomes infinity, as in WebAssembly;
# an integer that is too large for a float does not crash.
#: each arch
#: app.wat
#| (module
#|   (func (export "f") (param f32) (result f32) local.get 0)
#|   (func (export "d") (param f64) (result f64) local.get 0))
from check import equal
import app

inf = float("inf")
equal(app.f(1e39), inf)
equal(app.f(-1e39), -inf)
equal(app.f(1 << 200), inf)
try:
    assert app.d(1 << 2000) == inf
except OverflowError:
    pass
