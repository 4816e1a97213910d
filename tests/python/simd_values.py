# A v128 is bytes of 16: parameters, results, several of them among others.
#: each arch
#: app.wat
#| (module
#|   (func (export "not") (param v128) (result v128)
#|     (v128.not (local.get 0)))
#|   (func (export "mix") (param i32 v128 f64 v128 i64)
#|     (result v128 i64 v128 f64 i32)
#|     local.get 3 local.get 4 local.get 1 local.get 2 local.get 0)
#|   (func (export "lane") (param v128 i32) (result i32)
#|     (i8x16.extract_lane_u 3 (i8x16.add (local.get 0) (i8x16.splat
#|       (local.get 1)))))
#|   (func (export "many") (param v128 v128 v128 v128 v128 v128 v128 v128 v128)
#|     (result v128)
#|     (i8x16.sub (local.get 8) (local.get 0))))
from check import equal, raises
import app

A = bytes(range(16))
B = bytes(range(100, 116))
equal(getattr(app, "not")(A), bytes(255 - i for i in A))
equal(app.mix(7, A, 0.5, B, 1 << 60), (B, 1 << 60, A, 0.5, 7))
equal(app.lane(A, 254), 1)
equal(app.many(A, A, A, A, A, A, A, A, B), bytes([100] * 16))

# Whatever has 16 bytes, but no string.
equal(app.lane(bytearray(A), 0), 3)
equal(app.lane(memoryview(bytes(1) + A)[1:], 0), 3)
raises(TypeError, "lane() argument 1 must be v128, not int", app.lane, 1, 0)
raises(TypeError, "lane() argument 1 must be v128, not str", app.lane,
       "0123456789abcdef", 0)
raises(TypeError, "lane() argument 2 must be i32, not bytes", app.lane, A, A)
raises(TypeError, "lane() argument 1 must be v128, not NoneType", app.lane,
       None, 0)
raises(ValueError, "v128 must be 16 bytes, not 15", app.lane, A[1:], 0)
raises(ValueError, "v128 must be 16 bytes, not 0", app.lane, b"", 0)
