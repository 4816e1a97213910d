# A module with several memories exports each as an object of its own.
#: needs 200k
#: app.wat
#| (module
#|   (memory $a (export "a") 1) (memory $b (export "b") 1)
#|   (data (memory $a) (i32.const 0) "first")
#|   (data (memory $b) (i32.const 0) "second")
#|   (func (export "copy") (memory.copy $b $a
#|     (i32.const 8) (i32.const 0) (i32.const 5))))
from check import equal
import app

equal(bytes(app.a[0:6]), b"first\0")
equal(bytes(app.b[0:6]), b"second")
app.copy()
equal(bytes(app.b[8:13]), b"first")
