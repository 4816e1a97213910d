# A lean memory has all its pages and takes only what is touched. Every byte
# works, as in an ordinary memory; those that were not touched are zeros.
#: each arch
#: needs 40k
#: app.wat --memory=lean
#| (module (memory (export "memory") 2 10)
#|   (data (i32.const 1024) "hello world")
#|   (func (export "load") (param i32) (result i32)
#|     (i32.load (local.get 0)))
#|   (func (export "load_far") (param i32) (result i32)
#|     (i32.load offset=70000 (local.get 0)))
#|   (func (export "store") (param i32 i32)
#|     (i32.store (local.get 0) (local.get 1)))
#|   (func (export "store64") (param i32 i64)
#|     (i64.store offset=8 align=1 (local.get 0) (local.get 1)))
#|   (func (export "sum") (param $at i32) (param $end i32) (result i32)
#|     (local $sum i32)
#|     (loop
#|       (local.set $sum (i32.add (local.get $sum)
#|                                (i32.load8_u offset=100 (local.get $at))))
#|       (br_if 0 (i32.ne (local.get $end) (local.tee $at
#|                          (i32.add (local.get $at) (i32.const 1))))))
#|     (local.get $sum))
#|   (func (export "size") (result i32) (memory.size))
#|   (func (export "grow") (param i32) (result i32)
#|     (memory.grow (local.get 0)))
#|   (func (export "fill") (param i32 i32 i32)
#|     (memory.fill (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "copy") (param i32 i32 i32)
#|     (memory.copy (local.get 0) (local.get 1) (local.get 2))))
import gc
from check import equal, fails, raises
import app

END = 2 * 65536
m = app.memory


def traps(*call):
    raises(app.Trap, "out of bounds memory access", *call)


def used():
    gc.collect()
    return gc.mem_alloc()


equal((len(m), m.size, app.size()), (END, 2, 2))
equal(bytes(m[1024:1035]), b"hello world")
equal(app.load(1024), 0x6c6c6568)

# Nothing is there, and nothing comes to be there by reading.
before = used()
for at in range(0, END, 1000):
    if at != 1000:
        equal(app.load(at), 0)
equal(app.sum(20000, 30000), 0)
equal(used() - before < 500, True)

# The bounds are exact.
equal(app.load(END - 4), 0)
traps(app.load, END - 3)
traps(app.load, -1)
equal(app.load_far(END - 4 - 70000), 0)
traps(app.load_far, END - 3 - 70000)
for index in (-1, -4, -70000, -70000 + 1024, -69000):
    traps(app.load_far, index)
traps(app.sum, -100, 0)
traps(app.sum, END - 101, 0)

# Windows that begin anywhere, meet, and are overwritten across their borders.
app.store(END - 4, 77)
equal((app.load(END - 4), m[-4], bytes(m[-5:])), (77, 77, b"\0M\0\0\0"))
app.store(20001, 0x04030201)
equal((app.load(20001), bytes(m[20000:20006])), (0x04030201, b"\0\1\2\3\4\0"))
app.store64(1016, -2)
equal(bytes(m[1022:1035]), b"\0\0\xfe\xff\xff\xff\xff\xff\xff\xffrld")
for at in (3000, 3600, 3300, 3150, 3450):
    m[at:at + 150] = bytes([at // 50]) * 150
equal(app.sum(2900, 3650), 150 * (60 + 63 + 66 + 69 + 72))
for i in range(500):
    app.store(40000 + 4 * i, i)
for i in range(500):
    app.store(39996 - 4 * i, -i)
for i in range(500):
    equal((app.load(40000 + 4 * i), app.load(39996 - 4 * i)), (i, -i))

# Growing takes nothing.
before = used()
equal((app.grow(3), app.size(), app.grow(6), m.grow(1)), (2, 5, -1, 5))
fails(ValueError, m.grow, 5)
END = 6 * 65536
equal((len(m), app.load(END - 4)), (END, 0))
traps(app.load, END - 3)
equal(used() - before < 200, True)

m[70000:70010] = b"0123456789"
app.copy(70005, 70000, 10)
equal(bytes(m[69998:70020]), b"\0\x00012340123456789\0\0\0\0\0")
app.copy(70000, 100000, 5)
equal(bytes(m[69998:70008]), b"\0\0\0\0\0\0\x00012")
before = used()
app.fill(200000, 0, 100000)
app.copy(200000, 300000, 50000)
equal(used() - before < 200, True)
app.fill(200000, 65, 50)
equal(bytes(m[200048:200052]), b"AA\0\0")
traps(app.fill, END - 1, 0, 2)
traps(app.copy, 0, END - 1, 2)
traps(app.copy, END - 1, 0, 2)

m[5] = 9
m[-1] = 8
equal((m[5], m[END - 1], bytes(m[5:5]), m[-END + 5]), (9, 8, b"", 9))
fails(IndexError, lambda: m[END])
fails(IndexError, lambda: m[-END - 1])
raises(TypeError, "a lean memory has no buffer: use slices",
       lambda: memoryview(m))


def store_slice(data):
    m[0:3] = data


fails(ValueError, store_slice, b"1234")
store_slice(bytearray(b"abc"))
equal(bytes(m[0:4]), b"abc\0")
