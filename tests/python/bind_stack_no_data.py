# Rust's linker puts the stack first and exports __data_end. Of a module without
# data that is the top of the stack, not its end: there was no room for copies.
#: app.pyi
#| def first(data: bytes) -> uint
#: app.wat --bind=app.pyi
#| (module
#|   (memory (export "memory") 1)
#|   (global $__stack_pointer (mut i32) (i32.const 1024))
#|   (global (export "__data_end") i32 (i32.const 1024))
#|   (global (export "__heap_base") i32 (i32.const 1024))
#|   (func (export "sp") (result i32) (global.get $__stack_pointer))
#|   (func (export "first") (param i32 i32) (result i32)
#|     (i32.load8_u (local.get 0))))
import app

assert app.first(b"abc") == 97
assert app.first(b"x" * 500) == 120
try:
    app.first(bytes(513))
except MemoryError as error:
    print(error)
assert app.sp() == 1024
#> no memory for an argument: the linear stack has no room
