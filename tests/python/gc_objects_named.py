# Fields by name, where the name section has them, and loops over arrays. Made by
# wasm-as -g of binaryen from:
#
#     (module
#       (type $point (sub (struct (field $x (mut i32)) (field $y f64) (field $next (mut (ref null $point))))))
#       (type $named (sub $point (struct (field $x (mut i32)) (field $y f64) (field $next (mut (ref null $point))) (field i32) (field $tag (mut i8)))))
#       (type $bytes (array (mut i8)))
#       (type $points (array (mut (ref null $point))))
#       (data $text "hello")
#       (func (export "point") (param i32 f64) (result (ref $point))
#         (struct.new $point (local.get 0) (local.get 1) (ref.null none)))
#       (func (export "named") (param i32) (result (ref $named))
#         (struct.new $named (local.get 0) (f64.const 0.5) (ref.null none) (i32.const 9) (i32.const -1)))
#       (func (export "x") (param (ref $point)) (result i32)
#         (struct.get $point $x (local.get 0)))
#       (func (export "text") (result (ref $bytes))
#         (array.new_data $bytes $text (i32.const 0) (i32.const 5)))
#       (func (export "points") (param (ref null $point)) (result (ref $points))
#         (array.new_fixed $points 3 (local.get 0) (ref.null none) (local.get 0)))
#       (func (export "none") (result (ref $bytes)) (array.new_default $bytes (i32.const 0))))
#: app.hex
#| 00 61 73 6d 01 00 00 00 01 42 09 50 00 5f 03 7f 01 7c 00 63 00 01 5e 78
#| 01 50 01 00 5f 05 7f 01 7c 00 63 00 01 7f 00 78 01 5e 63 00 01 60 00 01
#| 64 01 60 02 7f 7c 01 64 00 60 01 7f 01 64 02 60 01 64 00 01 7f 60 01 63
#| 00 01 64 03 03 07 06 05 06 07 04 08 04 07 2c 06 05 70 6f 69 6e 74 00 00
#| 05 6e 61 6d 65 64 00 01 01 78 00 02 04 74 65 78 74 00 03 06 70 6f 69 6e
#| 74 73 00 04 04 6e 6f 6e 65 00 05 0c 01 01 0a 4d 06 0b 00 20 00 20 01 d0
#| 71 fb 00 00 0b 16 00 20 00 44 00 00 00 00 00 00 e0 3f d0 71 41 09 41 7f
#| fb 00 02 0b 08 00 20 00 fb 02 00 00 0b 0a 00 41 00 41 05 fb 09 01 00 0b
#| 0c 00 20 00 d0 71 20 00 fb 08 03 03 0b 07 00 41 00 fb 07 01 0b 0b 08 01
#| 01 05 68 65 6c 6c 6f 00 52 04 6e 61 6d 65 04 1e 04 00 05 70 6f 69 6e 74
#| 01 05 62 79 74 65 73 02 05 6e 61 6d 65 64 03 06 70 6f 69 6e 74 73 09 07
#| 01 00 04 74 65 78 74 0a 22 02 00 03 02 04 6e 65 78 74 01 01 79 00 01 78
#| 02 04 04 03 74 61 67 02 04 6e 65 78 74 01 01 79 00 01 78
import gc
from check import equal, fails, raises
import app

p = app.point(3, 2.5)
equal((p.x, p.y, p.next), (3, 2.5, None))
p.x = 1 << 32 | 7
equal((p.x, p[0], app.x(p)), (7, 7, 7))
p.next = app.point(8, 0.0)
gc.collect()
equal((p.next.x, p.next.next), (8, None))
p.next.next = p
equal(p.next.next is p, True)


def put(target, name, value):
    setattr(target, name, value)


raises(TypeError, "immutable field", put, p, "y", 1.0)
fails(TypeError, put, p, "x", "text")
fails(TypeError, put, p, "next", app.text())
fails(AttributeError, getattr, p, "tag")
fails(AttributeError, put, p, "tag", 1)
fails(AttributeError, delattr, p, "x")
equal(hasattr(p, "x"), True)

# A subtype has all fields of its own; one of them has no name.
n = app.named(5)
equal((n.x, n.y, n[3], n.tag), (5, 0.5, 9, 255))
n.tag = 0x101
equal((n[4], app.x(n)), (1, 5))
p.next = n
equal(p.next.tag, 1)

# Arrays.
text = app.text()
equal(bytes(text), b"hello")
equal(list(text), [104, 101, 108, 108, 111])
equal([each is p for each in app.points(p)], [True, False, True])
equal(list(app.none()), [])
equal("".join(chr(each) for each in text), "hello")
equal((104 in text, 1 in text), (True, False))
first, *rest = text
equal((first, rest), (104, [101, 108, 108, 111]))
equal(sum(text), 532)
equal(list(n), [5, 0.5, None, 9, 1])
fails(AttributeError, getattr, text, "x")
