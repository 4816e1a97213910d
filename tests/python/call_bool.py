# Truth values are integers, as everywhere in Python.
#: app.wat
#| (module
#|   (func (export "i") (param i32) (result i32) local.get 0)
#|   (func (export "l") (param i64) (result i64) local.get 0)
#|   (func (export "d") (param f64) (result f64) local.get 0))
from check import equal
import app

equal(app.i(True), 1)
equal(app.i(False), 0)
equal(app.l(True), 1)
equal(app.d(True), 1.0)
