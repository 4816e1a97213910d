# Buffers are copied into linear memory, and back if they can be written to.
#: app.pyi
#| from array import array
#| def total(data: bytes) -> uint
#| def negate(data: bytearray) -> None
#| def count(a: array) -> int
#| def double(a: array[f32], times: int) -> None
#| def add(to: array[i16], other: array[i16]) -> int
#: app.wat --memory=exact --bind=app.pyi
#| (module
#|   (memory (export "memory") 1)
#|   (global $top (mut i32) (i32.const 1024))
#|   (global $live (export "live") (mut i32) (i32.const 0))
#|   (func $malloc (export "malloc") (param $size i32) (result i32)
#|     (local $at i32)
#|     (if (i32.gt_u (local.get $size) (i32.const 30000))
#|       (then (return (i32.const 0))))
#|     (local.set $at (global.get $top))
#|     (global.set $top (i32.and (i32.const -8)
#|       (i32.add (i32.add (local.get $at) (local.get $size)) (i32.const 7))))
#|     (global.set $live (i32.add (global.get $live) (i32.const 1)))
#|     (local.get $at))
#|   (func (export "free") (param $at i32)
#|     (global.set $live (i32.add (global.get $live) (i32.const -1)))
#|     (if (i32.eqz (global.get $live))
#|       (then (global.set $top (i32.const 1024)))))
#|   (func $total (export "total") (param $at i32) (param $n i32) (result i32)
#|     (local $sum i32)
#|     (block $done
#|       (loop $next
#|         (br_if $done (i32.eqz (local.get $n)))
#|         (local.set $sum
#|           (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
#|         (local.set $at (i32.add (local.get $at) (i32.const 1)))
#|         (local.set $n (i32.sub (local.get $n) (i32.const 1)))
#|         (br $next)))
#|     (local.get $sum))
#|   (func (export "negate") (param $at i32) (param $n i32)
#|     (block $done
#|       (loop $next
#|         (br_if $done (i32.eqz (local.get $n)))
#|         (i32.store8 (local.get $at) (i32.xor (i32.const 255)
#|           (i32.load8_u (local.get $at))))
#|         (local.set $at (i32.add (local.get $at) (i32.const 1)))
#|         (local.set $n (i32.sub (local.get $n) (i32.const 1)))
#|         (br $next))))
#|   (func (export "count") (param i32 i32) (result i32) (local.get 1))
#|   (func (export "double") (param $at i32) (param $n i32) (param i32)
#|     (block $done
#|       (loop $next
#|         (br_if $done (i32.eqz (local.get $n)))
#|         (f32.store (local.get $at) (f32.mul (f32.load (local.get $at))
#|           (f32.convert_i32_s (local.get 2))))
#|         (local.set $at (i32.add (local.get $at) (i32.const 4)))
#|         (local.set $n (i32.sub (local.get $n) (i32.const 1)))
#|         (br $next))))
#|   ;; Two buffers at a time.
#|   (func (export "add") (param i32 i32 i32 i32) (result i32)
#|     (i32.store16 (local.get 0) (i32.add (i32.load16_s (local.get 0))
#|       (i32.load16_s (local.get 2))))
#|     (i32.sub (local.get 1) (local.get 3))))
import app
from array import array

assert app.total(b"") == 0
assert app.total(b"\x01\x02\xff") == 258
assert app.total(bytearray(b"abc")) == app.total(b"abc") == 294
assert app.total(memoryview(b"xabcx")[1:4]) == 294
assert app.total(array("H", [0x0102, 3])) == 6  # its bytes
assert app.total(memoryview(app.memory)[0:8]) == 0

data = bytearray(b"\x00\x01\xfe")
assert app.negate(data) is None and data == b"\xff\xfe\x01"
app.negate(memoryview(data)[1:])
assert data == b"\xff\x01\xfe"

# The length of an array is the number of its elements.
assert app.count(array("d", [1, 2, 3])) == 3
assert app.count(bytearray(5)) == 5
floats = array("f", [1, 2.5])
app.double(floats, 3)
assert list(floats) == [3, 7.5]
first, second = array("h", [-5, 1]), array("h", [2])
assert app.add(first, second) == 1
assert list(first) == [-3, 1] and list(second) == [2]
assert app.live.value == 0


def refused(function, *args):
    try:
        function(*args)
    except Exception as error:
        print(type(error).__name__, error)
    assert app.live.value == 0


refused(app.total, "abc")
refused(app.total, 3)
refused(app.total, None)
refused(app.negate, b"abc")
refused(app.double, array("d", [1]), 1)
refused(app.double, array("i", [1]), 1)
refused(app.add, first, array("f", [1]))
refused(app.double, floats, 1.5)
refused(app.total, bytes(30000))
#> TypeError total() argument data must be bytes, not str
#> TypeError total() argument data must be bytes, not int
#> TypeError total() argument data must be bytes, not NoneType
#> TypeError negate() argument data must be bytearray, not bytes
#> TypeError double() argument a must be array[f32], not array('d')
#> TypeError double() argument a must be array[f32], not array('i')
#> TypeError add() argument other must be array[i16], not array('f')
#> TypeError double() argument times must be int, not float
#> MemoryError no memory for an argument: the allocator returned 0
