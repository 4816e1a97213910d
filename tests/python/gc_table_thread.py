# What a thread looks for in tables are functions, not small integers.
#: arch x64 x86 rv64imc
#: app.hex
#| 00 61 73 6d 01 00 00 00 01 0f 03 60 01 7f 01 7f 60 01 70 01 7f 60 01 7f
#| 00 03 04 03 00 01 02 04 05 01 63 6c 00 02 07 19 03 05 64 65 70 74 68 00
#| 00 07 69 73 5f 6e 75 6c 6c 00 01 03 73 65 74 00 02 0a 27 03 14 00 20 00
#| 04 7f 20 00 41 01 6b 10 00 41 01 6a 05 41 00 0b 0b 05 00 20 00 d1 0b 0a
#| 00 41 00 20 00 fb 1c 26 00 0b
#     (table $t 2 (ref null i31))
#     (func $depth (export "depth") (param i32) (result i32)
#       (if (result i32) (local.get 0)
#         (then (i32.add (i32.const 1)
#           (call $depth (i32.sub (local.get 0) (i32.const 1)))))
#         (else (i32.const 0))))
#     (func (export "is_null") (param funcref) (result i32)
#       (ref.is_null (local.get 0)))
#     (func (export "set") (param i32)
#       (table.set $t (i32.const 0) (ref.i31 (local.get 0))))
from check import equal, in_thread, raises
import app

equal(app.is_null(None), 1)
app.set(7)


def recurse():
    equal(app.depth(100), 100)
    raises(app.Trap, "call stack exhausted", app.depth, 1 << 20)


recurse()
in_thread(0, recurse)
