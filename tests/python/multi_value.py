# Several results are a tuple.
#: each arch
#: app.wat
#| (module
#|   (func (export "two") (result i32 i64) i32.const 1 i64.const -2)
#|   (func (export "all") (param i32) (result f32 i32 f64 i64 i32)
#|     f32.const 0.5 local.get 0 f64.const -2.25
#|     i64.const 0x123456789abcdef0 i32.const -1)
#|   (func (export "swap") (param i32 i32) (result i32 i32)
#|     local.get 1 local.get 0)
#|   (func (export "many")
#|     (result i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
#|     i32.const 0 i32.const 1 i32.const 2 i32.const 3 i32.const 4
#|     i32.const 5 i32.const 6 i32.const 7 i32.const 8 i32.const 9
#|     i32.const 10 i32.const 11))
from check import equal
import app

equal(app.two(), (1, -2))
equal(app.all(7), (0.5, 7, -2.25, 0x123456789abcdef0, -1))
equal(app.swap(1, 2), (2, 1))
equal(app.many(), tuple(range(12)))
