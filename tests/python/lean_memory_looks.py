# Accesses by pointers look into a window by themselves, and what they do not find
# there is read from the code: every form of a load and a store, in the hot window,
# in another one, at the edges of both, in two at once, in none, misaligned, out of
# bounds. Between are calls, so that registers differ.
#: app.wat --memory=lean
#| (module
#|   (memory (export "memory") 4)
#|   (data (i32.const 1024) "\80\81\82\83abcdefgh")
#|   (func (export "grow") (result i32) (memory.grow (i32.const 0)))
#|   (func (export "i32_load8_u_0") (param i32) (result i32)
#|     (i32.load8_u offset=0 (local.get 0)))
#|   (func (export "i32_load8_u_31") (param i32) (result i32)
#|     (i32.load8_u offset=31 (local.get 0)))
#|   (func (export "i32_load8_s_5") (param i32) (result i32)
#|     (i32.load8_s offset=5 (local.get 0)))
#|   (func (export "i32_load16_u_0") (param i32) (result i32)
#|     (i32.load16_u offset=0 (local.get 0)))
#|   (func (export "i32_load16_u_62") (param i32) (result i32)
#|     (i32.load16_u offset=62 (local.get 0)))
#|   (func (export "i32_load16_s_2") (param i32) (result i32)
#|     (i32.load16_s offset=2 (local.get 0)))
#|   (func (export "i32_load_0") (param i32) (result i32)
#|     (i32.load offset=0 (local.get 0)))
#|   (func (export "i32_load_60") (param i32) (result i32)
#|     (i32.load offset=60 (local.get 0)))
#|   (func (export "i32_load_64") (param i32) (result i32)
#|     (i32.load offset=64 (local.get 0)))
#|   (func (export "i64_load8_s_30") (param i32) (result i64)
#|     (i64.load8_s offset=30 (local.get 0)))
#|   (func (export "i64_load16_u_6") (param i32) (result i64)
#|     (i64.load16_u offset=6 (local.get 0)))
#|   (func (export "i64_load32_s_4") (param i32) (result i64)
#|     (i64.load32_s offset=4 (local.get 0)))
#|   (func (export "i64_load32_u_40") (param i32) (result i64)
#|     (i64.load32_u offset=40 (local.get 0)))
#|   (func (export "i64_load_8") (param i32) (result i64)
#|     (i64.load offset=8 (local.get 0)))
#|   (func (export "f32_load_12") (param i32) (result f32)
#|     (f32.load offset=12 (local.get 0)))
#|   (func (export "i32_store8_0") (param i32 i32)
#|     (i32.store8 offset=0 (local.get 0) (local.get 1)))
#|   (func (export "i32_store8_31") (param i32 i32)
#|     (i32.store8 offset=31 (local.get 0) (local.get 1)))
#|   (func (export "i32_store16_62") (param i32 i32)
#|     (i32.store16 offset=62 (local.get 0) (local.get 1)))
#|   (func (export "i32_store16_0") (param i32 i32)
#|     (i32.store16 offset=0 (local.get 0) (local.get 1)))
#|   (func (export "i32_store_0") (param i32 i32)
#|     (i32.store offset=0 (local.get 0) (local.get 1)))
#|   (func (export "i32_store_60") (param i32 i32)
#|     (i32.store offset=60 (local.get 0) (local.get 1)))
#|   (func (export "i32_store_64") (param i32 i32)
#|     (i32.store offset=64 (local.get 0) (local.get 1)))
#|   (func (export "i64_store8_3") (param i32 i64)
#|     (i64.store8 offset=3 (local.get 0) (local.get 1)))
#|   (func (export "i64_store16_8") (param i32 i64)
#|     (i64.store16 offset=8 (local.get 0) (local.get 1)))
#|   (func (export "i64_store32_20") (param i32 i64)
#|     (i64.store32 offset=20 (local.get 0) (local.get 1)))
#|   (func (export "i64_store_16") (param i32 i64)
#|     (i64.store offset=16 (local.get 0) (local.get 1)))
#|   (func (export "f32_store_12") (param i32 f32)
#|     (f32.store offset=12 (local.get 0) (local.get 1)))
#|   ;; Many values at once, and a result that is the pointer.
#|   (func (export "mix") (param $p i32) (param $q i32) (param $n i32) (result i32)
#|     (local $a i32) (local $b i32) (local $c i32) (local $d i32)
#|     (loop $next
#|       (local.set $a (i32.add (local.get $a) (i32.load (local.get $p))))
#|       (local.set $b (i32.xor (local.get $b) (i32.load8_s offset=7 (local.get $p))))
#|       (local.set $c (i32.sub (local.get $c) (i32.load16_s offset=10 (local.get $q))))
#|       (i32.store16 offset=4 (local.get $q) (local.get $c))
#|       (i32.store8 offset=6 (local.get $p) (local.get $b))
#|       (local.set $d (i32.add (i32.mul (local.get $d) (i32.const 3))
#|         (i32.load16_u offset=4 (local.get $q))))
#|       (i32.store offset=8 (local.get $p) (local.get $d))
#|       (local.set $q (i32.load offset=12 (local.get $q)))
#|       (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
#|     (i32.add (i32.add (local.get $a) (local.get $b))
#|       (i32.add (local.get $c) (local.get $d)))))
#: also -O2
#: also -Oz
import struct
from check import equal, fails
import app

SIZE = 4 * 65536
FAR = 131072
m = app.memory
model = {}


def get(at, size):
    return bytes(model.get(at + i, 0) for i in range(size))


def put(at, data):
    for i, byte in enumerate(data):
        model[at + i] = byte


# As struct has them: the name, the offset, the format in memory.
LOADS = (
    ("i32_load8_u_0", 0, "<B"),
    ("i32_load8_u_31", 31, "<B"),
    ("i32_load8_s_5", 5, "<b"),
    ("i32_load16_u_0", 0, "<H"),
    ("i32_load16_u_62", 62, "<H"),
    ("i32_load16_s_2", 2, "<h"),
    ("i32_load_0", 0, "<i"),
    ("i32_load_60", 60, "<i"),
    ("i32_load_64", 64, "<i"),
    ("i64_load8_s_30", 30, "<b"),
    ("i64_load16_u_6", 6, "<H"),
    ("i64_load32_s_4", 4, "<i"),
    ("i64_load32_u_40", 40, "<I"),
    ("i64_load_8", 8, "<q"),
    ("f32_load_12", 12, "<f"),
)
STORES = (
    ("i32_store8_0", 0, "<b"),
    ("i32_store8_31", 31, "<b"),
    ("i32_store16_62", 62, "<h"),
    ("i32_store16_0", 0, "<h"),
    ("i32_store_0", 0, "<i"),
    ("i32_store_60", 60, "<i"),
    ("i32_store_64", 64, "<i"),
    ("i64_store8_3", 3, "<b"),
    ("i64_store16_8", 8, "<h"),
    ("i64_store32_20", 20, "<i"),
    ("i64_store_16", 16, "<q"),
    ("f32_store_12", 12, "<f"),
)

put(1024, b"\x80\x81\x82\x83abcdefgh")
value = 1


def store(name, offset, form, index):
    global value
    value = value * 37 % 8191
    number = (value - 4000) / 8 if form == "<f" else value % 251 - 125
    getattr(app, name)(index, number)
    put(index + offset, struct.pack(form, number))


def load(name, offset, form, index):
    size = struct.calcsize(form)
    wanted = struct.unpack(form, get(index + offset, size))[0]
    got = getattr(app, name)(index)
    if wanted == wanted or got == got:  # no NaN
        equal((name, index, got), (name, index, wanted))


def load_all(low, high, step):
    for name, offset, form in LOADS:
        for at in range(low, high, step):
            load(name, offset, form, at - offset)


def check():
    for at in model:
        if m[at] != model[at]:
            equal((at, m[at]), (at, model[at]))


# Nothing of it is there at first but the data.
load_all(1000, 1060, 7)
load_all(FAR - 8, FAR + 8, 3)
for turn in range(3):
    for name, offset, form in STORES:
        for at in (1024, 1030, 1041, FAR, FAR + 2, FAR + 101, 1100, 1151 + 64 * turn,
                   FAR + 300 * turn + 7, SIZE - 8 - 16 * turn):
            store(name, offset, form, at - offset)
    load_all(1010, 1140, 11)
    load_all(FAR - 20, FAR + 330, 23)
    load_all(SIZE - 60, SIZE - 7, 1)
    # Which window is hot changes here.
    app.grow()
check()

# Windows side by side that are not one, and what is in both.
for at in range(5000, 5400, 40):
    store("i32_store_0", 0, "<i", at)
for name, offset, form in STORES:
    for at in range(5036, 5130, 13):
        store(name, offset, form, at - offset)
load_all(4990, 5420, 5)
check()

# The first and the last byte that there is, and beyond.
for name, offset, form in LOADS + STORES:
    size = struct.calcsize(form)
    call = getattr(app, name)
    more = () if (name, offset, form) in LOADS else (0,)
    call(SIZE - size - offset, *more)
    fails(app.Trap, call, SIZE - size - offset + 1, *more)
    fails(app.Trap, call, -1, *more)
    if offset:
        # It would wrap.
        fails(app.Trap, call, -offset, *more)
        fails(app.Trap, call, -1 - offset, *more)
for name, offset, form in STORES:
    put(SIZE - struct.calcsize(form), bytes(struct.calcsize(form)))
check()


def signed(number, bits):
    number &= (1 << bits) - 1
    return number - (1 << bits) if number >> (bits - 1) else number


def mix(p, q, n):
    a = b = c = d = 0

    def number(at, form):
        return struct.unpack(form, get(at, struct.calcsize(form)))[0]

    while n:
        a += number(p, "<i")
        b ^= number(p + 7, "<b")
        c = signed(c - number(q + 10, "<h"), 32)
        put(q + 4, struct.pack("<h", signed(c, 16)))
        put(p + 6, struct.pack("<b", signed(b, 8)))
        d = signed(d * 3 + number(q + 4, "<H"), 32)
        put(p + 8, struct.pack("<i", d))
        q = number(q + 12, "<i")
        n -= 1
    return signed(a + b + c + d, 32)


for at, to in ((1024, FAR + 20), (FAR + 20, FAR + 400), (FAR + 400, 1024)):
    m[at + 12:at + 16] = data = struct.pack("<i", to)
    put(at + 12, data)
for p in (1200, 1201, FAR + 200, FAR + 203, 60000, SIZE - 12):
    for q in (1024, FAR + 20, FAR + 400):
        equal(app.mix(p, q, 9), mix(p, q, 9))
check()
