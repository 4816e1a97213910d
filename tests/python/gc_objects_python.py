# What Python sees of structures, arrays and i31, and what it may give in their
# place. Made by wasm-as of binaryen from:
#
#     (module
#       (type $pair (struct (field $a (mut i32)) (field $b (mut f64)) (field $c i64) (field $d (mut i8)) (field $e (mut anyref))))
#       (type $open (sub (struct (field i32))))
#       (type $derived (sub $open (struct (field i32) (field i32))))
#       (type $bytes (array (mut i8)))
#       (type $shorts (array i16))
#       (type $longs (array (mut i64)))
#       (type $pairs (array (mut (ref null $pair))))
#       (data $text "hello, world")
#       (global (export "shared") (mut (ref null $pair)) (ref.null $pair))
#       (func (export "pair") (param i32 f64 i64) (result (ref $pair))
#         (struct.new $pair (local.get 0) (local.get 1) (local.get 2) (i32.const -1) (ref.null any)))
#       (func (export "a") (param (ref $pair)) (result i32) (struct.get $pair $a (local.get 0)))
#       (func (export "maybe_a") (param (ref null $pair)) (result i32)
#         (if (result i32) (ref.is_null (local.get 0)) (then (i32.const -1)) (else (struct.get $pair $a (local.get 0)))))
#       (func (export "open") (param i32) (result (ref $open)) (struct.new $open (local.get 0)))
#       (func (export "derived") (param i32) (result (ref $derived)) (struct.new $derived (local.get 0) (i32.const 5)))
#       (func (export "first") (param (ref $open)) (result i32) (struct.get $open 0 (local.get 0)))
#       (func (export "is_derived") (param (ref $open)) (result i32) (ref.test (ref $derived) (local.get 0)))
#       (func (export "text") (param i32 i32) (result (ref $bytes)) (array.new_data $bytes $text (local.get 0) (local.get 1)))
#       (func (export "shorts") (param i32 i32) (result (ref $shorts)) (array.new $shorts (local.get 0) (local.get 1)))
#       (func (export "longs") (param i64 i64) (result (ref $longs)) (array.new_fixed $longs 2 (local.get 0) (local.get 1)))
#       (func (export "pairs") (param (ref null $pair)) (param i32) (result (ref $pairs)) (array.new $pairs (local.get 0) (local.get 1)))
#       (func (export "same") (param eqref eqref) (result i32) (ref.eq (local.get 0) (local.get 1)))
#       (func (export "any") (param anyref) (result anyref) (local.get 0))
#       (func (export "through") (param externref) (result externref) (extern.convert_any (any.convert_extern (local.get 0))))
#       (func (export "small") (param (ref i31)) (result i32 i32) (i31.get_s (local.get 0)) (i31.get_u (local.get 0)))
#       (func (export "to_small") (param i32) (result i31ref) (ref.i31 (local.get 0)))
#       (func (export "array") (param arrayref) (result i32) (array.len (local.get 0)))
#       (func (export "struct") (param structref) (result structref) (local.get 0))
#       (func (export "none") (param nullref) (result nullref) (local.get 0))
#       (func (export "kind") (param anyref) (result i32)
#         (if (ref.is_null (local.get 0)) (then (return (i32.const 0))))
#         (if (ref.test (ref i31) (local.get 0)) (then (return (i32.const 1))))
#         (if (ref.test (ref $pair) (local.get 0)) (then (return (i32.const 2))))
#         (if (ref.test (ref $open) (local.get 0)) (then (return (i32.const 3))))
#         (if (ref.test (ref struct) (local.get 0)) (then (return (i32.const 4))))
#         (if (ref.test (ref array) (local.get 0)) (then (return (i32.const 5))))
#         (if (ref.test (ref eq) (local.get 0)) (then (return (i32.const 6))))
#         (i32.const 7))
#       (func (export "cast") (param anyref) (result (ref $pair)) (ref.cast (ref $pair) (local.get 0)))
#       (func (export "large") (param i32) (result i32) (array.len (array.new_default $longs (local.get 0)))))
#: app.hex
#| 00 61 73 6d 01 00 00 00 01 a7 01 1c 5f 05 7f 01 7c 01 7e 00 78 01 6e 01
#| 50 00 5f 01 7f 00 50 01 01 5f 02 7f 00 7f 00 5e 7e 01 5e 78 01 5e 77 00
#| 5e 63 00 01 60 01 64 01 01 7f 60 03 7f 7c 7e 01 64 00 60 01 64 00 01 7f
#| 60 01 63 00 01 7f 60 01 7f 01 64 01 60 01 7f 01 64 02 60 02 7f 7f 01 64
#| 04 60 02 7f 7f 01 64 05 60 02 7e 7e 01 64 03 60 02 63 00 7f 01 64 06 60
#| 02 6d 6d 01 7f 60 01 6e 01 6e 60 01 6f 01 6f 60 01 64 6c 02 7f 7f 60 01
#| 7f 01 6c 60 01 6a 01 7f 60 01 6b 01 6b 60 01 71 01 71 60 01 6e 01 7f 60
#| 01 6e 01 64 00 60 01 7f 01 7f 03 17 16 08 09 0a 0b 0c 07 07 0d 0e 0f 10
#| 11 12 13 14 15 16 17 18 19 1a 1b 06 07 01 63 00 01 d0 71 0b 07 bd 01 17
#| 06 73 68 61 72 65 64 03 00 04 70 61 69 72 00 00 01 61 00 01 07 6d 61 79
#| 62 65 5f 61 00 02 04 6f 70 65 6e 00 03 07 64 65 72 69 76 65 64 00 04 05
#| 66 69 72 73 74 00 05 0a 69 73 5f 64 65 72 69 76 65 64 00 06 04 74 65 78
#| 74 00 07 06 73 68 6f 72 74 73 00 08 05 6c 6f 6e 67 73 00 09 05 70 61 69
#| 72 73 00 0a 04 73 61 6d 65 00 0b 03 61 6e 79 00 0c 07 74 68 72 6f 75 67
#| 68 00 0d 05 73 6d 61 6c 6c 00 0e 08 74 6f 5f 73 6d 61 6c 6c 00 0f 05 61
#| 72 72 61 79 00 10 06 73 74 72 75 63 74 00 11 04 6e 6f 6e 65 00 12 04 6b
#| 69 6e 64 00 13 04 63 61 73 74 00 14 05 6c 61 72 67 65 00 15 0c 01 01 0a
#| 94 02 16 0f 00 20 00 20 01 20 02 41 7f d0 71 fb 00 00 0b 08 00 20 00 fb
#| 02 00 00 0b 11 00 20 00 d1 04 7f 41 7f 05 20 00 fb 02 00 00 0b 0b 07 00
#| 20 00 fb 00 01 0b 09 00 20 00 41 05 fb 00 02 0b 08 00 20 00 fb 02 01 00
#| 0b 07 00 20 00 fb 14 02 0b 0a 00 20 00 20 01 fb 09 04 00 0b 09 00 20 00
#| 20 01 fb 06 05 0b 0a 00 20 00 20 01 fb 08 03 02 0b 09 00 20 00 20 01 fb
#| 06 06 0b 07 00 20 00 20 01 d3 0b 04 00 20 00 0b 08 00 20 00 fb 1a fb 1b
#| 0b 0a 00 20 00 fb 1d 20 00 fb 1e 0b 06 00 20 00 fb 1c 0b 06 00 20 00 fb
#| 0f 0b 04 00 20 00 0b 04 00 20 00 0b 4f 00 20 00 d1 04 40 41 00 0f 0b 20
#| 00 fb 14 6c 04 40 41 01 0f 0b 20 00 fb 14 00 04 40 41 02 0f 0b 20 00 fb
#| 14 01 04 40 41 03 0f 0b 20 00 fb 14 6b 04 40 41 04 0f 0b 20 00 fb 14 6a
#| 04 40 41 05 0f 0b 20 00 fb 14 6d 04 40 41 06 0f 0b 41 07 0b 07 00 20 00
#| fb 16 00 0b 09 00 20 00 fb 07 03 fb 0f 0b 0b 0f 01 01 0c 68 65 6c 6c 6f
#| 2c 20 77 6f 72 6c 64
import gc
from check import equal, fails
import app


def put(target, index, value):
    target[index] = value


gc.collect()
pair = app.pair(3, 2.5, 1 << 40)
equal(len(pair), 5)
equal(pair[0], 3)
equal(pair[1], 2.5)
equal(pair[2], 1 << 40)
equal(pair[3], 255)
equal(pair[-1], None)
equal(pair[:2], [3, 2.5])
pair[0] = 7
pair[3] = 0x181
equal(app.a(pair), 7)
equal(pair[3], 0x81)
pair[4] = pair
equal(pair[4] is pair, True)
equal(app.a(pair[4]), 7)
pair[4] = "any object"
gc.collect()
equal(pair[4], "any object")
fails(TypeError, put, pair, 2, 1)
fails(IndexError, lambda: pair[5])
fails(TypeError, lambda: pair["a"])

# Identity.
other = app.pair(3, 2.5, 1)
equal(pair == pair, True)
equal(pair == other, False)
equal(app.same(pair, pair), 1)
equal(app.same(pair, other), 0)
equal(app.any(pair) is pair, True)
equal(app.through(pair) is pair, True)
equal(app.struct(pair) is pair, True)

# Subtypes.
open_, derived = app.open(1), app.derived(2)
equal(app.first(open_), 1)
equal(app.first(derived), 2)
equal([app.is_derived(open_), app.is_derived(derived)], [0, 1])
equal([len(open_), len(derived)], [1, 2])

# Arrays.
text = app.text(7, 5)
equal(bytes(text[:]), b"world")
text[0] = ord("W")
equal(bytes(text[-5:3]), b"Wor")
equal(text[::2], [87, 114, 100])
equal(app.array(text), 5)
equal(app.shorts(-1, 3)[:], [65535, 65535, 65535])
longs = app.longs(1, -(1 << 62))
equal(longs[:], [1, -(1 << 62)])
longs[1] = 5
equal(longs[1], 5)
pairs = app.pairs(pair, 3)
equal([each is pair for each in pairs[:]], [True] * 3)
pairs[1] = None
equal(pairs[1], None)
pairs[1] = other
equal(pairs[1] is other, True)
fails(TypeError, put, pairs, 1, text)

# i31 is an integer.
equal(app.small(-2), (-2, 0x7FFFFFFE))
equal(app.small((1 << 30) - 1), ((1 << 30) - 1, (1 << 30) - 1))
fails(TypeError, app.small, 1 << 30)
fails(TypeError, app.small, 1 << 62)
equal(app.to_small(-(1 << 30)), -(1 << 30))
equal(app.to_small(1 << 30), -(1 << 30))
equal(app.same(5, 5), 1)
equal(app.same(None, None), 1)

# What Python gives is checked.
for wrong in (None, 1, "a", text, open_, derived, [], app):
    fails(TypeError, app.a, wrong)
for wrong in (None, 1, text, pair):
    fails(TypeError, app.first, wrong)
equal(app.maybe_a(None), -1)
fails(TypeError, app.array, pair)
fails(TypeError, app.struct, text)
fails(TypeError, app.same, "a", "a")
fails(TypeError, app.none, 1)
equal(app.none(None), None)
equal(app.struct(None), None)
app.shared.value = pair
equal(app.shared.value is pair, True)
fails(TypeError, lambda: setattr(app.shared, "value", open_))

# Any object is an anyref, but nothing below.
kinds = [app.kind(each) for each in (
    None, 5, pair, derived, app.open(3), text, "abc", 1 << 62, 2.5, True,
    [1], app, app.kind)]
equal(kinds, [0, 1, 2, 3, 3, 5, 7, 7, 7, 7, 7, 7, 7])
equal(app.cast(pair) is pair, True)
for wrong in (text, 1, "abc", None):
    fails(app.Trap, app.cast, wrong)

fails(MemoryError, app.large, 0x7FFFFFFF)
fails(MemoryError, app.large, -1)
equal(app.large(3), 3)
