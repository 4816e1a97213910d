# Indices and slices of memories do what they do, whatever the user's globals
# have under the names of MicroPython's types.
#: needs 200k
#: app.wat
#: also --memory=lean
#| (module (memory (export "memory") 1)
#|   (func (export "load") (param i32) (result i32)
#|     (i32.load8_u (local.get 0))))
from check import equal, fails
import app

m = app.memory
real_bytes = bytes
calls = []


class Evil:
    def __init__(self, *args):
        calls.append(args)

    def __getitem__(self, index):
        return 1 << 29

    def __setitem__(self, index, value):
        calls.append(index)

    def __len__(self):
        return 1 << 29


def check():
    m[0:4] = b"abcd"
    equal(real_bytes(m[1:3]), b"bc")
    m[2] = 9
    m[-1] = 8
    equal((m[2], m[-1], app.load(2), app.load(65535)), (9, 8, 9, 8))
    equal(real_bytes(m[65534:]), b"\0\x08")
    fails(IndexError, lambda: m[65536])


check()
for kind in (Evil, lambda *args: None, lambda *args: 1 << 29,
             lambda *args: [1 << 29], lambda *args: b""):
    bytearray = range = memoryview = bytes = int = slice = kind
    check()
equal(calls, [])
