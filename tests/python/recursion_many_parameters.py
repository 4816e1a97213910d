# Parameters that do not fit in registers take stack, too, where Python calls
# and where functions call each other.
#: each arch
#: app.wat
#| (module
#|   (type $many (func (param
#|     i64 i64 i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64 i64 i64
#|     i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
#|     (result i64)))
#|   (func $f (export "f") (type $many)
#|     (i64.add (local.get 99) (call $f
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)
#|       (local.get 1) (local.get 1) (local.get 1) (local.get 1)))))
from check import raises
import app

arguments = list(range(100))


def deeper(n):
    if n:
        return deeper(n - 1)
    raises(RuntimeError, "call stack exhausted", app.f, *arguments)


for n in range(8):
    deeper(n)
