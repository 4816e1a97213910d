# An integer is a float, too; a large one is rounded.
#: app.wat
#| (module
#|   (func (export "f") (param f32) (result f32) local.get 0)
#|   (func (export "d") (param f64) (result f64) local.get 0))
from check import equal
import app

equal(app.d(1 << 53), float(1 << 53))
equal(app.d(1 << 100), float(1 << 100))
equal(app.f(1 << 100), float(1 << 100))
equal(app.d(-(1 << 40)), float(-(1 << 40)))
