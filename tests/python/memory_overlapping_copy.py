# A value of eight bytes that is stored over a part of where it came from is
# read as a whole before.
#: app.wat
#| (module (memory (export "memory") 1)
#|   (func (export "copy") (param i32 i32)
#|     (i64.store align=1 (local.get 1) (i64.load align=1 (local.get 0))))
#|   (func (export "aligned") (param i32 i32)
#|     (i64.store (local.get 1) (i64.load (local.get 0))))
#|   (func (export "floats") (param i32 i32)
#|     (f64.store (local.get 1) (f64.load (local.get 0)))))
#: needs 90k
from check import equal
import app

for function in app.copy, app.aligned, app.floats:
    for start in range(9):
        for end in range(17):
            before = bytes(range(1, 33))
            app.memory[0:32] = before
            function(start, end)
            after = bytearray(before)
            after[end:end + 8] = before[start:start + 8]
            equal(bytes(app.memory[0:32]), bytes(after))
