# An index, a bound of a slice or a value can be an object with `__int__`, which
# runs Python in the middle of an access. What moves the memory then does no
# harm.
#: needs 100k
#: app.wat --memory=lean
#| (module (memory (export "memory") 4)
#|   (func (export "load") (param i32) (result i32)
#|     (i32.load8_u (local.get 0)))
#|   (func (export "fill") (param i32 i32 i32)
#|     (memory.fill (local.get 0) (local.get 1) (local.get 2))))
import gc
from check import equal
import app

m = app.memory
blocks = []


class Mover:
    """Writes just below a window: that moves, and others take its place."""
    below = 10000

    def __init__(self, value):
        self.value = value

    def __int__(self):
        Mover.below -= 350
        app.fill(Mover.below, 5, 300)
        for i in range(10):
            blocks.append(bytearray(b"\xff" * 100))
        return self.value


class Step:
    """A step that is another one each time it is asked for."""

    def __init__(self):
        self.steps = [-1, 1] * 10

    def __int__(self):
        return self.steps.pop()


def takes_object(array, index):
    """Firmware that checks ranges takes numbers only."""
    try:
        array[index] = Mover(77)
        return True
    except OverflowError:
        return False


app.fill(10000, 7, 50)
equal(takes_object(m, 10000), takes_object(bytearray(1), 0))
if m[10000] == 7:
    m[10000] = 77
equal((m[10000], m[10001]), (77, 7))
m[Mover(10001)] = 78
equal((m[10001], m[10002]), (78, 7))
equal(m[Mover(10000)], 77)
m[Mover(10002):Mover(10004)] = b"xy"
equal(bytes(m[10000:10005]), b"MNxy\x07")
equal(bytes(m[Mover(10000):Mover(10005)]), b"MNxy\x07")
for i in range(4):
    try:
        m[::Step()]
    except (NotImplementedError, ValueError, MemoryError):
        pass
equal(bytes(m[10000:10005]), b"MNxy\x07")
for block in blocks:
    equal(bytes(block), b"\xff" * 100)
equal(app.load(Mover.below), 5)
