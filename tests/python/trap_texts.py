# Traps have the words of the specification.
#: needs 80k
#: app.wat
#| (module
#|   (memory 1) (table $t 3 funcref) (elem (i32.const 1) $f)
#|   (data $d "12345") (elem $e func $f $f)
#|   (func $f)
#|   (func (export "unreachable") unreachable)
#|   (func (export "div") (param i32 i32) (result i32)
#|     local.get 0 local.get 1 i32.div_s)
#|   (func (export "rem64") (param i64 i64) (result i64)
#|     local.get 0 local.get 1 i64.rem_u)
#|   (func (export "trunc") (param f64) (result i32)
#|     local.get 0 i32.trunc_f64_s)
#|   (func (export "trunc64") (param f32) (result i64)
#|     local.get 0 i64.trunc_f32_u)
#|   (func (export "load") (param i32) (result i64) local.get 0 i64.load)
#|   (func (export "store") (param i32) local.get 0 i32.const 0 i32.store16)
#|   (func (export "fill") (param i32 i32)
#|     local.get 0 i32.const 1 local.get 1 memory.fill)
#|   (func (export "copy") (param i32 i32 i32)
#|     local.get 0 local.get 1 local.get 2 memory.copy)
#|   (func (export "init") (param i32 i32)
#|     local.get 0 i32.const 0 local.get 1 memory.init $d)
#|   (func (export "call") (param i32) local.get 0 call_indirect)
#|   (func (export "call_other") (param i32) (result i32)
#|     local.get 0 call_indirect (result i32))
#|   (func (export "table_get") (param i32) (result funcref)
#|     local.get 0 table.get $t)
#|   (func (export "table_init") (param i32 i32)
#|     local.get 0 i32.const 0 local.get 1 table.init $t $e))
from check import equal, raises
import app

MEMORY = "out of bounds memory access"
TABLE = "out of bounds table access"
for text, function, arguments in (
        ("unreachable", app.unreachable, ()),
        ("integer divide by zero", app.div, (1, 0)),
        ("integer overflow", app.div, (-0x80000000, -1)),
        ("integer divide by zero", app.rem64, (1, 0)),
        ("integer overflow", app.trunc, (1e10,)),
        ("invalid conversion to integer", app.trunc, (float("nan"),)),
        ("integer overflow", app.trunc64, (-1.0,)),
        (MEMORY, app.load, (65529,)), (MEMORY, app.load, (-1,)),
        (MEMORY, app.store, (65535,)),
        (MEMORY, app.fill, (65530, 7)), (MEMORY, app.fill, (65537, 0)),
        (MEMORY, app.copy, (65530, 0, 7)), (MEMORY, app.copy, (0, -1, 2)),
        (MEMORY, app.init, (0, 6)), (MEMORY, app.init, (65535, 2)),
        ("uninitialized element", app.call, (0,)),
        ("undefined element", app.call, (3,)),
        ("undefined element", app.call, (-1,)),
        ("indirect call type mismatch", app.call_other, (1,)),
        (TABLE, app.table_get, (3,)), (TABLE, app.table_init, (2, 2)),
        (TABLE, app.table_init, (0, 3))):
    for _ in range(2):
        error = raises(RuntimeError, text, function, *arguments)
        assert type(error) is app.Trap
        equal(error.args, (text,))
equal(app.div(7, 2), 3)
equal(app.load(65528), 0)
app.call(1)
