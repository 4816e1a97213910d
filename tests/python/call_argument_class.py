# A class that is called int does not pass for one.
#: app.wat
#| (module
#|   (func (export "i") (param i32) (result i32) local.get 0)
#|   (func (export "d") (param f64) (result f64) local.get 0))
from check import fails
import app

other_int = type("int", (), {})
other_float = type("float", (), {})
fails(TypeError, app.i, other_int())
fails(TypeError, app.d, other_int())
fails(TypeError, app.d, other_float())
fails(TypeError, app.i, int)
