# A reactor runs _initialize at import; its functions are called from Python.
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "args_sizes_get"
#|     (func $sizes (param i32 i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (global $n (mut i32) (i32.const -1))
#|   (func (export "_initialize")
#|     (global.set $n (call $sizes (i32.const 0) (i32.const 4))))
#|   (func (export "count") (result i32)
#|     (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|     global.get $n))
from check import equal
import app

equal(app.count(), 1)
equal(app.count(), 2)
equal(hasattr(app, "main"), False)
equal(app.instantiate().count(), 1)
