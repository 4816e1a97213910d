# Compresses what a sensor has logged, by the C library heatshrink, and reads it
# again.
import shrink

PIECE = 256  # bytes at a time
WINDOW_BITS = 8
LENGTH_BITS = 4


def through(data, take, give, finish=None):
    """Takes the data piece by piece; returns all that is given."""
    result = bytearray()
    rest = memoryview(data)  # whose slices are no copies
    while rest or finish:
        if rest:
            rest = rest[take(rest[:PIECE]) :]
        else:
            finish()
            finish = None
        while True:
            piece = give()
            if not piece:
                break
            result.extend(piece)
    return result


def compress(data):
    shrink.reset()
    return through(data, shrink.compress, shrink.compressed, shrink.finish)


def decompress(data):
    shrink.reset()
    return through(data, shrink.decompress, shrink.decompressed)


def decompress_in_python(data):
    """Bits: 1 and a byte, or 0, how far back, and how many bytes from there."""
    result = bytearray()
    at = 0
    bits = 0  # the next ones, `count` of them
    count = 0

    def take(n):
        nonlocal at, bits, count
        while count < n:
            bits = bits << 8 | data[at]
            at += 1
            count += 8
        count -= n
        value = bits >> count
        bits &= (1 << count) - 1
        return value

    try:
        while True:
            if take(1):
                result.append(take(8))
            else:
                back = take(WINDOW_BITS) + 1
                for _ in range(take(LENGTH_BITS) + 1):
                    result.append(result[-back])
    except IndexError:  # less than 8 bits are left, which mean nothing
        return result


def log(lines):
    """What is logged: time, temperature, humidity."""
    noise = 1  # a linear congruential generator: the same on every board
    for i in range(lines):
        noise = (noise * 1103515245 + 12345) & 0x3FFFFFFF
        yield "12:%02d:%02d T=%d.%d H=%d\n" % (
            i // 6, i % 6 * 10, 20 + i // 40, (noise >> 16) % 4, 50 + i // 30)


DATA = "".join(log(100)).encode()
COMPRESSED = compress(DATA)


def compiled():
    return decompress(COMPRESSED)


def in_python():
    return decompress_in_python(COMPRESSED)


if __name__ == "__main__":
    print("%d bytes compressed to %d" % (len(DATA), len(COMPRESSED)))
    assert len(COMPRESSED) < len(DATA) // 2
    assert compiled() == DATA
    assert in_python() == DATA
    # What cannot be compressed grows by an eighth.
    noise = bytes((i * i * 7919 >> 5) & 255 for i in range(3000))
    assert len(compress(noise)) <= 3000 * 9 // 8 + 1
    assert decompress(compress(noise)) == noise
    assert compress(b"") == b""
    print("decompressed to the same, by compiled C and by Python")
