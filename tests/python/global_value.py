# .value gets and sets, with the conversions of parameters and results.
#: app.wat
#| (module
#|   (global $i (export "i") (mut i32) (i32.const -5))
#|   (global $l (export "l") (mut i64) (i64.const 0x123456789abcdef0))
#|   (global $f (export "f") (mut f32) (f32.const 0.5))
#|   (global $d (export "d") (mut f64) (f64.const 0.1))
#|   (func (export "get_i") (result i32) global.get $i)
#|   (func (export "get_l") (result i64) global.get $l)
#|   (func (export "get_f") (result f32) global.get $f)
#|   (func (export "get_d") (result f64) global.get $d)
#|   (func (export "set_i") (param i32) local.get 0 global.set $i))
from check import equal, raises
import app

equal(app.i.value, -5)
equal(app.l.value, 0x123456789abcdef0)
equal(app.f.value, 0.5)
equal(app.d.value, app.get_d())
app.i.value = 1 << 31
equal(app.get_i(), -(1 << 31))
app.l.value = -1
equal(app.get_l(), -1)
app.f.value = -2.5
equal(app.get_f(), -2.5)
app.d.value = 7
equal(app.get_d(), 7.0)
app.set_i(99)
equal(app.i.value, 99)


def set_i(value):
    app.i.value = value


raises(TypeError, "value must be i32, not str", set_i, "1")
raises(TypeError, "value must be i32, not float", set_i, 1.5)
equal(app.i.value, 99)
