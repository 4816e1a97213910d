# A parameter of type (ref $t) takes functions of that type only, and never
# None.
#: app.wat
#| (module
#|   (func (export "unary") (param i32) (result i32)
#|     local.get 0 i32.const 1 i32.add)
#|   (func (export "nullary")))
#: typed.hex
#| 00 "asm" 01 00 00 00
#| 01 0d 02 60 01 7f 01 7f 60 02 64 00 7f 01 7f
#| 03 02 01 01
#| 07 09 01 05 "apply" 00 00
#| 0a 0a 01 08 00 20 01 20 00 14 00 0b
from check import equal, fails
import app
import typed

equal(typed.apply(app.unary, 4), 5)
error = fails(TypeError, typed.apply, app.nullary, 4)
assert str(error).startswith("apply() argument 1 must be (ref "), error
fails(TypeError, typed.apply, None, 4)
fails(TypeError, typed.apply, 5, 4)
fails(TypeError, typed.apply, lambda x: x, 4)
