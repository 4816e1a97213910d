# An OSError of Python becomes an errno; other exceptions pass through.
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "fd_write"
#|     (func $fd_write (param i32 i32 i32 i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (export "fd_write" (func $fd_write)))
from check import equal, fails
import sys
import app


class Stream:
    def write(self, data):
        if isinstance(self.result, Exception) or isinstance(self.result, type):
            raise self.result
        self.got = data
        return self.result


class Sys:
    pass


sys.modules["sys"] = fake = Sys()
fake.stdin = fake.stderr = None
fake.stdout = stream = Stream()
app.memory[0:8] = b"\x10\0\0\0\3\0\0\0"
app.memory[16:19] = b"abc"


def write(result):
    stream.result = result
    error = app.fd_write(1, 0, 1, 500)
    return -error if error else app.memory[500]


equal(write(3), 3)
# What a stream of Python's keeps is a copy.
equal(bytes(stream.got), b"abc")
app.memory[16] = 33
equal(bytes(stream.got), b"abc")
equal(write(2), 2)
equal(write(None), 3)
for number, error in ((1, 63), (2, 44), (5, 29), (9, 8), (11, 6), (12, 48),
                      (13, 2), (17, 20), (20, 54), (21, 31), (22, 28),
                      (28, 51), (30, 69), (38, 52), (39, 55), (90, 55),
                      (1000, 29), (-7, 29)):
    equal(write(OSError(number)), -error)
equal(write(OSError), -29)
equal(write(OSError("text")), -29)
equal(str(fails(ValueError, write, ValueError("mine"))), "mine")
fails(KeyboardInterrupt, write, KeyboardInterrupt)
fails(MemoryError, write, MemoryError())
equal(write(1), 1)
