# The checksum of some bytes, by a module written in the text format and by
# the same algorithm in Python.
import time

import crc32

ROOM = len(crc32.memory) - crc32.buffer.value


def checksum(data, crc=0):
    """As binascii.crc32: any number of bytes, piece by piece."""
    at = crc32.buffer.value
    data = memoryview(data)  # whose slices are no copies
    for start in range(0, len(data), ROOM):
        piece = data[start : start + ROOM]
        crc32.memory[at : at + len(piece)] = piece
        crc = crc32.crc32(crc, at, len(piece))
    return crc & 0xFFFFFFFF  # results of type i32 are signed


TABLE = []
for i in range(16):
    for _ in range(4):
        i = i >> 1 ^ (0xEDB88320 if i & 1 else 0)
    TABLE.append(i)


def checksum_in_python(data, crc=0):
    table = TABLE
    crc ^= 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        crc = crc >> 4 ^ table[crc & 15]
        crc = crc >> 4 ^ table[crc & 15]
    return crc ^ 0xFFFFFFFF


# On a PC other programs take time, too: there is a clock for ours alone.
if hasattr(time, "clock"):

    def now():
        return int(time.clock() * 1000000)

else:
    now = time.ticks_us


def microseconds(function, data):
    """The mean of as many runs as take at least 0.1 s."""
    runs = 1
    while True:
        start = now()
        for _ in range(runs):
            function(data)
        passed = time.ticks_diff(now(), start)
        if passed >= 100000:
            return passed / runs
        runs *= 2


DATA = bytes(i * i >> 3 & 255 for i in range(4096))


def compiled():
    return checksum(DATA)


def in_python():
    return checksum_in_python(DATA)


if __name__ == "__main__":
    print("crc32 of b'123456789': %08x" % checksum(b"123456789"))
    assert checksum(b"123456789") == 0xCBF43926  # the check value of the standard
    assert checksum(b"") == 0
    assert checksum(b"6789", checksum(b"12345")) == 0xCBF43926

    assert compiled() == in_python()
    data17 = DATA * 17  # more than fits: in two pieces
    assert checksum(data17) == checksum_in_python(data17)
    del data17

    python = microseconds(checksum_in_python, DATA)
    compiled = microseconds(checksum, DATA)
    print("%d bytes in Python: %.0f us" % (len(DATA), python))
    print("compiled, with the copy: %.0f us" % compiled)
    print("%.0f times faster" % (python / compiled))
    assert compiled < python
