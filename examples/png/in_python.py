# A PNG decoder in Python, to compare with: grey pixels of 8 bits, no checksums.
import struct

LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51,
           59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257,
             385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
             16385, 24577]
ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]


class Bits:
    def __init__(self, data):
        self.data = data
        self.at = 0
        self.bits = 0
        self.count = 0

    def take(self, n):
        while self.count < n:
            self.bits |= self.data[self.at] << self.count
            self.at += 1
            self.count += 8
        value = self.bits & ((1 << n) - 1)
        self.bits >>= n
        self.count -= n
        return value


class Huffman:
    """A canonical code: the codes of a length are consecutive numbers."""

    def __init__(self, lengths):
        self.counts = [0] * 16
        for length in lengths:
            self.counts[length] += 1
        self.counts[0] = 0
        self.symbols = sorted(
            (symbol for symbol in range(len(lengths)) if lengths[symbol]),
            key=lambda symbol: lengths[symbol] << 9 | symbol)

    def read(self, bits):
        code = first = index = 0
        for count in self.counts[1:]:
            code = code << 1 | bits.take(1)
            first <<= 1
            if code - first < count:
                return self.symbols[index + code - first]
            index += count
            first += count
        raise ValueError("bad code")


def read_codes(bits):
    literals = bits.take(5) + 257
    distances = bits.take(5) + 1
    lengths = [0] * 19
    for i in range(bits.take(4) + 4):
        lengths[ORDER[i]] = bits.take(3)
    code = Huffman(lengths)
    lengths = []
    while len(lengths) < literals + distances:
        symbol = code.read(bits)
        if symbol < 16:
            lengths.append(symbol)
        elif symbol == 16:
            lengths += lengths[-1:] * (bits.take(2) + 3)
        elif symbol == 17:
            lengths += [0] * (bits.take(3) + 3)
        else:
            lengths += [0] * (bits.take(7) + 11)
    return Huffman(lengths[:literals]), Huffman(lengths[literals:])


def inflate(data):
    bits = Bits(data)
    bits.at = 2  # after zlib's header
    out = bytearray()
    last = 0
    while not last:
        last = bits.take(1)
        kind = bits.take(2)
        if kind == 0:
            bits.take(bits.count % 8)
            n = bits.take(16)
            bits.take(16)
            for _ in range(n):
                out.append(bits.take(8))
            continue
        if kind == 1:
            literals = Huffman([8] * 144 + [9] * 112 + [7] * 24 + [8] * 8)
            distances = Huffman([5] * 30)
        else:
            literals, distances = read_codes(bits)
        while True:
            symbol = literals.read(bits)
            if symbol < 256:
                out.append(symbol)
                continue
            if symbol == 256:
                break
            symbol -= 257
            extra = 0 if symbol < 8 or symbol == 28 else symbol // 4 - 1
            length = LENGTHS[symbol] + bits.take(extra)
            symbol = distances.read(bits)
            extra = 0 if symbol < 4 else symbol // 2 - 1
            distance = DISTANCES[symbol] + bits.take(extra)
            for _ in range(length):
                out.append(out[-distance])
    return out


def unfilter(data, width, height):
    pixels = bytearray(width * height)
    at = 0
    for y in range(height):
        kind = data[at]
        at += 1
        to = y * width
        for x in range(width):
            left = pixels[to - 1] if x else 0
            up = pixels[to - width] if y else 0
            corner = pixels[to - width - 1] if x and y else 0
            if kind == 0:
                guess = 0
            elif kind == 1:
                guess = left
            elif kind == 2:
                guess = up
            elif kind == 3:
                guess = (left + up) // 2
            else:
                p = left + up - corner
                a = abs(p - left)
                b = abs(p - up)
                c = abs(p - corner)
                guess = left if a <= b and a <= c else up if b <= c else corner
            pixels[to] = (data[at] + guess) & 255
            to += 1
            at += 1
    return pixels


def decode(file):
    """(width, height, pixels)"""
    at = 8
    data = b""
    while at < len(file):
        n, kind = struct.unpack_from(">I4s", file, at)
        body = file[at + 8 : at + 8 + n]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack_from(">IIBB", body)
            assert (depth, colour) == (8, 0)
        elif kind == b"IDAT":
            data += body
        at += n + 12
    return width, height, unfilter(inflate(data), width, height)
