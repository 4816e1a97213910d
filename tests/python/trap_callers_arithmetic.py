# Functions that call nothing but what the code generator needs for their
# arithmetic are no callers.
#: each arch
#: app.wat --names=full
#: also -O0
#| (module
#|   (func (export "add") (param f64 f64) (result f64)
#|     (f64.add (local.get 0) (local.get 1)))
#|   (func (export "divide") (param i32 i32) (result i32)
#|     (i32.div_s (local.get 0) (local.get 1)))
#|   (func $multiply (param f64 f64) (result f64)
#|     (f64.mul (local.get 0) (local.get 1)))
#|   (func (export "square") (param f64) (result f64)
#|     (call $multiply (local.get 0) (local.get 0))))
from check import equal
import app

equal(app.add(1.5, 2.25), 3.75)
equal(app.divide(7, -2), -3)
equal(app.square(1.5), 2.25)
try:
    app.divide(1, 0)
    equal(True, False)
except app.Trap as error:
    equal(str(error).startswith("integer divide by zero"), True)
