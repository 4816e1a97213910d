# Thirty parameters of every number type arrive in their order.
#: each arch
#: app.wat
#| (module
#|   (func (export "f")
#|     (param i32 i64 f32 f64 i32 i64 f32 f64 i32 i64)
#|     (param f32 f64 i32 i64 f32 f64 i32 i64 f32 f64)
#|     (param i32 i64 f32 f64 i32 i64 f32 f64 i32 i64)
#|     (result i64)
#|     local.get 0 i64.extend_i32_s
#|     local.get 1 i64.const 3 i64.mul i64.add
#|     local.get 2 i64.trunc_f32_s i64.const 5 i64.mul i64.add
#|     local.get 3 i64.trunc_f64_s i64.const 7 i64.mul i64.add
#|     local.get 16 i64.extend_i32_s i64.const 11 i64.mul i64.add
#|     local.get 21 i64.const 13 i64.mul i64.add
#|     local.get 26 i64.trunc_f32_s i64.const 17 i64.mul i64.add
#|     local.get 27 i64.trunc_f64_s i64.const 19 i64.mul i64.add
#|     local.get 28 i64.extend_i32_s i64.const 23 i64.mul i64.add
#|     local.get 29 i64.const 29 i64.mul i64.add))
from check import equal
import app

arguments = [100 + i for i in range(30)]
weights = {0: 1, 1: 3, 2: 5, 3: 7, 16: 11, 21: 13, 26: 17, 27: 19, 28: 23,
           29: 29}
equal(app.f(*arguments),
      sum([arguments[i] * w for i, w in weights.items()]))
