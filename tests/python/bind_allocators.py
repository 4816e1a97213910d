# The allocators of other languages: AssemblyScript's pins, some free with the
# size and alignment of the block, the component model's takes four numbers.
#: also --memory=lean
#: pinned.pyi
#| def first(data: bytes) -> int
#: pinned.wat --bind=pinned.pyi
#| (module
#|   (memory 1)
#|   (global $log (export "log") (mut i32) (i32.const 0))
#|   (func $note (param i32) (global.set $log
#|     (i32.add (i32.mul (global.get $log) (i32.const 100)) (local.get 0))))
#|   (func (export "__new") (param i32 i32) (result i32)
#|     (call $note (i32.add (local.get 0) (i32.const 10)))
#|     (call $note (local.get 1))
#|     (i32.const 64))
#|   (func (export "__pin") (param i32) (result i32)
#|     (call $note (local.get 0)) (local.get 0))
#|   (func (export "__unpin") (param i32) (call $note (local.get 0)))
#|   (func (export "first") (param i32 i32) (result i32)
#|     (i32.load8_u (local.get 0))))
#: sized.pyi
#| def first(data: bytes) -> int
#: sized.wat --bind=sized.pyi
#| (module
#|   (memory 1)
#|   (global $log (export "log") (mut i32) (i32.const 0))
#|   (func $note (param i32) (global.set $log
#|     (i32.add (i32.mul (global.get $log) (i32.const 100)) (local.get 0))))
#|   (func (export "alloc") (param i32 i32) (result i32)
#|     (call $note (i32.add (local.get 0) (i32.const 10)))
#|     (call $note (local.get 1))
#|     (i32.const 64))
#|   (func (export "dealloc") (param i32 i32)
#|     (call $note (local.get 0)) (call $note (local.get 1)))
#|   (func (export "first") (param i32 i32) (result i32)
#|     (i32.load8_u (local.get 0))))
#: component.pyi
#| def first(data: bytes) -> int
#: component.wat --bind=component.pyi
#| (module
#|   (memory 1)
#|   (global $log (export "log") (mut i32) (i32.const 0))
#|   (func $note (param i32) (global.set $log
#|     (i32.add (i32.mul (global.get $log) (i32.const 100)) (local.get 0))))
#|   (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
#|     (call $note (i32.add (local.get 0) (local.get 1)))
#|     (call $note (local.get 2))
#|     (call $note (local.get 3))
#|     (i32.const 64))
#|   (func (export "free") (param i32) (call $note (local.get 0)))
#|   (func (export "first") (param i32 i32) (result i32)
#|     (i32.load8_u (local.get 0))))
import component
import pinned
import sized

# One more byte than the data, for a zero at the end.
assert pinned.first(b"abc") == 97
print(pinned.log.value)
assert sized.first(b"abc") == 97
print(sized.log.value)
assert component.first(b"abc") == 97
print(component.log.value)
#> 14016464
#> 14086404
#> 80464
