# Functions with large frames trap before they run over the end of the stack.
#: each arch
#: app.wat
#| (module
#|   (func $f (export "f") (param i64) (result i64)
#|     (local i64 i64 i64 i64 i64 i64 i64 i64)
#|     (local i64 i64 i64 i64 i64 i64 i64 i64)
#|     (local.set 1 (call $f (i64.add (local.get 0) (i64.const 1))))
#|     (local.set 2 (call $f (i64.add (local.get 1) (i64.const 2))))
#|     (local.set 3 (call $f (i64.add (local.get 2) (i64.const 3))))
#|     (local.set 4 (call $f (i64.xor (local.get 3) (i64.const 4))))
#|     (local.set 5 (call $f (i64.mul (local.get 4) (i64.const 5))))
#|     (local.set 6 (call $f (i64.rotl (local.get 5) (local.get 1))))
#|     (local.set 7 (call $f (i64.mul (local.get 6) (local.get 2))))
#|     (local.set 8 (call $f (i64.xor (local.get 7) (local.get 3))))
#|     (i64.add (local.get 1) (i64.mul (local.get 2) (i64.xor (local.get 3)
#|       (i64.add (local.get 4) (i64.mul (local.get 5) (i64.xor
#|       (local.get 6) (i64.add (local.get 7) (local.get 8))))))))))
from check import raises
import app

for _ in range(3):
    raises(RuntimeError, "call stack exhausted", app.f, 1)
