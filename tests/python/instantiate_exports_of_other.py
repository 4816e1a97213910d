# An instance's exports are another one's imports; functions call each other
# without a detour through Python.
#: maths.wat
#| (module
#|   (func (export "half") (param f64) (result f64)
#|     local.get 0 f64.const 0.5 f64.mul)
#|   (func (export "both") (param i64) (result i64 i32)
#|     local.get 0 local.get 0 i32.wrap_i64))
#: app.wat --no-instance
#| (module
#|   (import "maths" "half" (func $half (param f64) (result f64)))
#|   (import "maths" "both" (func $both (param i64) (result i64 i32)))
#|   (export "again" (func $half))
#|   (func (export "quarter") (param f64) (result f64)
#|     local.get 0 call $half call $half)
#|   (func (export "sum") (param i64) (result i64)
#|     local.get 0 call $both i64.extend_i32_s i64.add))
import maths
from check import equal
import app

instance = app.instantiate({"maths": maths})
equal(instance.quarter(2.0), 0.5)
equal(instance.sum(1 << 40 | 5), (1 << 40) + 10)
assert instance.again is maths.half
equal(instance.again(3.0), 1.5)
equal(app.instantiate().quarter(4.0), 1.0)
