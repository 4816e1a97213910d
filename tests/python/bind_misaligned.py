# An allocator may give any address for the copy of a buffer, whatever alignment
# the elements have.
#: each arch
#: also --memory=lean
#: app.pyi
#| from array import array
#| def at(place: int) -> None
#| def add16(a: array[i16], b: array[i16]) -> None
#| def add32(a: array[i32], b: array[i32]) -> None
#| def add64(a: array[i64], b: array[i64]) -> None
#| def add_f32(a: array[f32], b: array[f32]) -> None
#| def add_f64(a: array[f64], b: array[f64]) -> None
#| def word(text: str) -> uint
#: app.wat --bind=app.pyi
#| (module
#|   (memory (export "memory") 1)
#|   (global $next (mut i32) (i32.const 0))
#|   (func (export "at") (param i32) (global.set $next (local.get 0)))
#|   (func (export "malloc") (param $size i32) (result i32)
#|     (global.get $next)
#|     (global.set $next (i32.add (global.get $next) (local.get $size))))
#|   (func (export "free") (param i32))
#|   (func (export "add16") (param i32 i32 i32 i32)
#|     (i32.store16 (local.get 0) (i32.add (i32.load16_s (local.get 0))
#|       (i32.load16_s (local.get 2)))))
#|   (func (export "add32") (param i32 i32 i32 i32)
#|     (i32.store (local.get 0) (i32.add (i32.load (local.get 0))
#|       (i32.load (local.get 2)))))
#|   (func (export "add64") (param i32 i32 i32 i32)
#|     (i64.store (local.get 0) (i64.add (i64.load (local.get 0))
#|       (i64.load (local.get 2)))))
#|   (func (export "add_f32") (param i32 i32 i32 i32)
#|     (f32.store (local.get 0) (f32.add (f32.load (local.get 0))
#|       (f32.load (local.get 2)))))
#|   (func (export "add_f64") (param i32 i32 i32 i32)
#|     (f64.store (local.get 0) (f64.add (f64.load (local.get 0))
#|       (f64.load (local.get 2)))))
#|   (func (export "word") (param i32 i32) (result i32)
#|     (i32.load (local.get 0))))
from array import array
from check import equal
import app

for place in range(1000, 1009):
    for code, add in (("h", app.add16), ("i", app.add32), ("q", app.add64),
                      ("f", app.add_f32), ("d", app.add_f64)):
        a = array(code, [3, 50, 7])
        app.at(place)
        add(a, array(code, [-5, 6]))
        equal(list(a), list(array(code, [-2, 50, 7])))
    app.at(place)
    equal(app.word("abcd"), 0x64636261)
