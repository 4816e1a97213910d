# An argument of a wrong type is a TypeError that names function and argument.
#: app.wat
#| (module
#|   (func (export "i") (param i32 i32))
#|   (func (export "l") (param i64))
#|   (func (export "f") (param f32))
#|   (func (export "d") (param f64)))
from check import raises
import app

raises(TypeError, "i() argument 2 must be i32, not str", app.i, 1, "2")
raises(TypeError, "i() argument 1 must be i32, not float", app.i, 1.0, 2)
raises(TypeError, "i() argument 1 must be i32, not NoneType",
       app.i, None, 2)
raises(TypeError, "l() argument 1 must be i64, not float", app.l, 1.0)
raises(TypeError, "l() argument 1 must be i64, not list", app.l, [])
raises(TypeError, "f() argument 1 must be f32, not str", app.f, "1")
raises(TypeError, "d() argument 1 must be f64, not bytes", app.d, b"1")
raises(TypeError, "d() argument 1 must be f64, not NoneType",
       app.d, None)
