# Lengths and places in tables, segments and memory that are large as unsigned
# numbers, or whose sums wrap, are out of bounds.
#: needs 400k
#: app.wat
#| (module
#|   (table $t (export "t") 4 funcref)
#|   (memory 1)
#|   (data $d "abcdef")
#|   (elem $e func 0 0 0)
#|   (func (export "table_grow") (param i32) (result i32)
#|     (table.grow $t (ref.null func) (local.get 0)))
#|   (func (export "table_size") (result i32) (table.size $t))
#|   (func (export "table_get") (param i32)
#|     (drop (table.get $t (local.get 0))))
#|   (func (export "table_fill") (param i32 i32)
#|     (table.fill $t (local.get 0) (ref.null func) (local.get 1)))
#|   (func (export "table_copy") (param i32 i32 i32)
#|     (table.copy $t $t (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "table_init") (param i32 i32 i32)
#|     (table.init $t $e (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "memory_init") (param i32 i32 i32)
#|     (memory.init $d (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "drop") (data.drop $d) (elem.drop $e)))
from check import trap
import app

BIG = (0x7fffffff, -0x80000000, -1, -2, -4, 0x10000000, 0x20000000, 0x40000000,
       0x3fffffff)
TABLE = "out of bounds table access"
MEMORY = "out of bounds memory access"


def out(text, function, *args):
    assert text in trap(function, *args), args


for n in BIG:
    assert app.table_grow(n) == -1, n
    assert app.table_size() == 4
    out(TABLE, app.table_get, n)
    out(TABLE, app.table_fill, n, 1)
    out(TABLE, app.table_fill, 1, n)
    out(TABLE, app.table_fill, n, 0)
    out(TABLE, app.table_fill, -n & 0xffffffff, n)
    out(MEMORY, app.memory_init, 0, 0, n)
    out(MEMORY, app.memory_init, 0, n, 0)
    out(MEMORY, app.memory_init, n, 0, 0)
    out(MEMORY, app.memory_init, 0, -n & 0xffffffff, n)
    out(MEMORY, app.memory_init, -n & 0xffffffff, 0, n)
    for function in (app.table_copy, app.table_init):
        out(TABLE, function, n, 0, 1)
        out(TABLE, function, 0, n, 1)
        out(TABLE, function, 0, 0, n)
        out(TABLE, function, n, 0, 0)
        out(TABLE, function, 0, n, 0)
        out(TABLE, function, -n & 0xffffffff, 0, n)
        out(TABLE, function, 0, -n & 0xffffffff, n)
app.table_init(1, 0, 3)
out(TABLE, app.table_init, 2, 0, 3)
out(TABLE, app.table_init, 0, 1, 3)
app.memory_init(65530, 0, 6)
out(MEMORY, app.memory_init, 65531, 0, 6)
# A segment that is dropped is empty.
app.drop()
app.table_init(4, 0, 0)
app.memory_init(65536, 0, 0)
out(TABLE, app.table_init, 0, 0, 1)
out(TABLE, app.table_init, 5, 0, 0)
out(MEMORY, app.memory_init, 0, 0, 1)
out(MEMORY, app.memory_init, 65537, 0, 0)
