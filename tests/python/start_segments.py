# Segments are placed at import; one that does not fit traps.
#: needs 80k
#: app.wat
#| (module (memory (export "memory") 1) (table (export "t") 2 funcref)
#|   (global $at i32 (i32.const 100))
#|   (data (i32.const 0) "a\00b") (data (global.get $at) "second")
#|   (data (i32.const 65535) "z")
#|   (elem (i32.const 1) $f) (func $f (result i32) i32.const 3))
#: data.wat
#| (module (memory 1) (data (i32.const 65535) "zz"))
#: elem.wat
#| (module (table 1 funcref) (elem (i32.const 1) $f) (func $f))
from check import equal
import app

equal(bytes(app.memory[0:4]), b"a\0b\0")
equal(bytes(app.memory[100:106]), b"second")
equal(app.memory[65535], ord("z"))
equal(app.t[1](), 3)
for name, text in (("data", "out of bounds memory access"),
                   ("elem", "out of bounds table access")):
    try:
        __import__(name)
        assert False
    except RuntimeError as error:
        equal(str(error), text)
