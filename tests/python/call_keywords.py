# Keyword arguments are refused, and so is a call with both.
#: app.wat
#| (module (func (export "f") (param i32) (result i32) local.get 0))
from check import fails, equal
import app

fails(TypeError, app.f, a=1)
fails(TypeError, app.f, 1, a=1)
equal(app.f(*(5,)), 5)
