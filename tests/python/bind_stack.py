# A module without an allocator: copies are on its linear stack, of which they
# take half at most, so that static data below it are safe.
#: each arch
#: app.pyi
#| def reverse(data: bytearray) -> uint
#| def fail(data: bytes, more: bytes) -> None
#: app.wat --bind=app.pyi
#| (module
#|   (memory (export "memory") 1)
#|   (data (i32.const 512) "static")
#|   (global $__stack_pointer (export "sp") (mut i32) (i32.const 2560))
#|   (func (export "fail") (param i32 i32 i32 i32) (unreachable))
#|   ;; Returns the address of the copy.
#|   (func (export "reverse") (param $at i32) (param $n i32) (result i32)
#|     (local $i i32) (local $j i32) (local $byte i32)
#|     (local.set $i (local.get $at))
#|     (local.set $j (i32.add (local.get $at) (local.get $n)))
#|     (block $done
#|       (loop $next
#|         (local.set $j (i32.sub (local.get $j) (i32.const 1)))
#|         (br_if $done (i32.ge_s (local.get $i) (local.get $j)))
#|         (local.set $byte (i32.load8_u (local.get $i)))
#|         (i32.store8 (local.get $i) (i32.load8_u (local.get $j)))
#|         (i32.store8 (local.get $j) (local.get $byte))
#|         (local.set $i (i32.add (local.get $i) (i32.const 1)))
#|         (br $next)))
#|     (local.get $at)))
import app

data = bytearray(b"hello")
assert app.reverse(data) == 2560 - 16
assert data == b"olleh"
assert app.sp.value == 2560
# From 518, the end of the data, to 2560 there are 2042 bytes.
assert app.reverse(bytearray(1020)) == 2560 - 1024
try:
    app.reverse(bytearray(1021))
except MemoryError as error:
    print(error)
assert app.sp.value == 2560
try:
    app.fail(b"abc", bytearray(5))
except app.Trap as error:
    print(error)
assert app.sp.value == 2560
assert app.memory[512:518] == b"static"
#> no memory for an argument: the linear stack has no room
#> unreachable
