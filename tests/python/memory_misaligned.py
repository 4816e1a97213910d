# An access may be at any address, whatever alignment it promises: on no core may
# instructions be used that cannot do that, such as those for pairs and several
# words.
#: each arch
#: also --memory=lean
#: app.wat
#| (module
#|   (memory (export "memory") 1)
#|   ;; Each load of 2 to 8 bytes, promising natural alignment.
#|   (func (export "i32.load") (param i32) (result i64)
#|     (i64.extend_i32_u (i32.load (local.get 0))))
#|   (func (export "i32.load16_u") (param i32) (result i64)
#|     (i64.extend_i32_u (i32.load16_u (local.get 0))))
#|   (func (export "i32.load16_s") (param i32) (result i64)
#|     (i64.extend_i32_s (i32.load16_s (local.get 0))))
#|   (func (export "i64.load") (param i32) (result i64)
#|     (i64.load (local.get 0)))
#|   (func (export "i64.load32_u") (param i32) (result i64)
#|     (i64.load32_u (local.get 0)))
#|   (func (export "i64.load32_s") (param i32) (result i64)
#|     (i64.load32_s (local.get 0)))
#|   (func (export "i64.load16_s") (param i32) (result i64)
#|     (i64.load16_s (local.get 0)))
#|   (func (export "f32.load") (param i32) (result i64)
#|     (i64.extend_i32_u (i32.reinterpret_f32 (f32.load (local.get 0)))))
#|   (func (export "f64.load") (param i32) (result i64)
#|     (i64.reinterpret_f64 (f64.load (local.get 0))))
#|   ;; The alignment that is lost is the offset's.
#|   (func (export "i32.load offset=1") (param i32) (result i64)
#|     (i64.extend_i32_u (i32.load offset=1 (local.get 0))))
#|   (func (export "i64.load offset=3") (param i32) (result i64)
#|     (i64.load offset=3 (local.get 0)))
#|   (func (export "i64.load offset=4") (param i32) (result i64)
#|     (i64.load offset=4 (local.get 0)))
#|   ;; Promising less.
#|   (func (export "i64.load align=4") (param i32) (result i64)
#|     (i64.load align=4 (local.get 0)))
#|   (func (export "f64.load align=2") (param i32) (result i64)
#|     (i64.reinterpret_f64 (f64.load align=2 (local.get 0))))
#|   (func (export "i32.load align=2") (param i32) (result i64)
#|     (i64.extend_i32_u (i32.load align=2 (local.get 0))))
#|
#|   (func (export "i32.store") (param i32 i64)
#|     (i32.store (local.get 0) (i32.wrap_i64 (local.get 1))))
#|   (func (export "i32.store16") (param i32 i64)
#|     (i32.store16 (local.get 0) (i32.wrap_i64 (local.get 1))))
#|   (func (export "i64.store") (param i32 i64)
#|     (i64.store (local.get 0) (local.get 1)))
#|   (func (export "i64.store32") (param i32 i64)
#|     (i64.store32 (local.get 0) (local.get 1)))
#|   (func (export "i64.store16") (param i32 i64)
#|     (i64.store16 (local.get 0) (local.get 1)))
#|   (func (export "f32.store") (param i32 i64)
#|     (f32.store (local.get 0)
#|       (f32.reinterpret_i32 (i32.wrap_i64 (local.get 1)))))
#|   (func (export "f64.store") (param i32 i64)
#|     (f64.store (local.get 0) (f64.reinterpret_i64 (local.get 1))))
#|   (func (export "i64.store offset=4") (param i32 i64)
#|     (i64.store offset=4 (local.get 0) (local.get 1)))
#|   (func (export "f64.store align=4") (param i32 i64)
#|     (f64.store align=4 (local.get 0)
#|       (f64.reinterpret_i64 (local.get 1))))
#|
#|   ;; Neighbours that could become one access to several words.
#|   (func (export "words") (param i32 i32)
#|     (local i32 i32 i32 i32)
#|     (local.set 2 (i32.load (local.get 0)))
#|     (local.set 3 (i32.load offset=4 (local.get 0)))
#|     (local.set 4 (i32.load offset=8 (local.get 0)))
#|     (local.set 5 (i32.load offset=12 (local.get 0)))
#|     (i32.store (local.get 1) (local.get 2))
#|     (i32.store offset=4 (local.get 1) (local.get 3))
#|     (i32.store offset=8 (local.get 1) (local.get 4))
#|     (i32.store offset=12 (local.get 1) (local.get 5)))
#|   (func (export "pairs") (param i32 i32)
#|     (local i64 i64)
#|     (local.set 2 (i64.load (local.get 0)))
#|     (local.set 3 (i64.load offset=8 (local.get 0)))
#|     (i64.store (local.get 1) (local.get 2))
#|     (i64.store offset=8 (local.get 1) (local.get 3)))
#|   (func (export "doubles") (param i32 i32)
#|     (local f64 f64)
#|     (local.set 2 (f64.load (local.get 0)))
#|     (local.set 3 (f64.load offset=8 (local.get 0)))
#|     (f64.store (local.get 1) (local.get 2))
#|     (f64.store offset=8 (local.get 1) (local.get 3)))
#|   (func (export "floats") (param i32 i32)
#|     (local f32 f32 f32 f32)
#|     (local.set 2 (f32.load (local.get 0)))
#|     (local.set 3 (f32.load offset=4 (local.get 0)))
#|     (local.set 4 (f32.load offset=8 (local.get 0)))
#|     (local.set 5 (f32.load offset=12 (local.get 0)))
#|     (f32.store (local.get 1) (local.get 2))
#|     (f32.store offset=4 (local.get 1) (local.get 3))
#|     (f32.store offset=8 (local.get 1) (local.get 4))
#|     (f32.store offset=12 (local.get 1) (local.get 5)))
#|   (func (export "loop") (param i32 i32)
#|     (local i32)
#|     (loop $next
#|       (i64.store (i32.add (local.get 1) (local.get 2))
#|         (i64.load (i32.add (local.get 0) (local.get 2))))
#|       (local.set 2 (i32.add (local.get 2) (i32.const 8)))
#|       (br_if $next (i32.lt_u (local.get 2) (i32.const 16)))))
#|   (func (export "copy") (param i32 i32)
#|     (memory.copy (local.get 1) (local.get 0) (i32.const 16)))
#|
#|   (func (export "move") (param i32 i32 i32)
#|     (memory.copy (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "fill") (param i32 i32 i32)
#|     (memory.fill (local.get 0) (local.get 1) (local.get 2))))
from check import equal, raises
import app

get = app.__dict__
memory = app.memory
# No signalling NaN, wherever one begins to read.
pattern = bytes([(i * 37 + 11) & 0x7f | (i & 3) << 6 & 0x40
                 for i in range(48)])


def size_of(name):
    if "16" in name:
        return 2
    if "load32" in name or "store32" in name:
        return 4
    return 8 if "64" in name else 4


def offset_of(name):
    return int(name.split("offset=")[1]) if "offset" in name else 0


def number(data, signed):
    value = int.from_bytes(data, "little")
    top = 1 << (8 * len(data) - 1)
    return value - 2 * top if signed and value & top else value


for name in get:
    if "load" not in name:
        continue
    size, offset = size_of(name), offset_of(name)
    signed = name.endswith("_s") or size == 8
    for top in (0, 0x80):  # with and without the sign
        data = bytes([b | top for b in pattern]) if name[0] == "i" else pattern
        memory[:48] = data
        for at in range(17):
            equal(get[name](at),
                  number(data[at + offset:at + offset + size], signed))
    # The last place, and the first that is outside.
    get[name](65536 - size - offset)
    for past in (1, size - 1, size):
        raises(RuntimeError, "out of bounds memory access",
               get[name], 65536 - size - offset + past)

value = 0x2b2c3d4e5f607182
for name in get:
    if "store" not in name:
        continue
    size, offset = size_of(name), offset_of(name)
    for at in range(17):
        memory[:48] = pattern
        get[name](at, value)
        expected = bytearray(pattern)
        expected[at + offset:at + offset + size] = \
            value.to_bytes(8, "little")[:size]
        equal(bytes(memory[:48]), bytes(expected))
    raises(RuntimeError, "out of bounds memory access",
           get[name], 65537 - size - offset, value)

for name in ("words", "pairs", "doubles", "floats", "loop", "copy"):
    for source in range(9):
        for target in range(24, 33):
            memory[:48] = pattern
            get[name](source, target)
            expected = bytearray(pattern)
            expected[target:target + 16] = pattern[source:source + 16]
            assert bytes(memory[:48]) == expected, (name, source, target)

for size in (0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23):
    for target in range(12):  # overlapping in both directions
        memory[:48] = pattern
        app.move(target, 5, size)
        expected = bytearray(pattern)
        expected[target:target + size] = pattern[5:5 + size]
        assert bytes(memory[:48]) == expected, ("move", target, size)
        memory[:48] = pattern
        app.fill(target, 0x5a, size)
        expected = bytearray(pattern)
        expected[target:target + size] = b"\x5a" * size
        assert bytes(memory[:48]) == expected, ("fill", target, size)
