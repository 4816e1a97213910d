"""Writes picture.png: a moon over the sea, 96 by 64 pixels, grey."""

import math
import struct
import zlib

WIDTH, HEIGHT = 96, 64


def brightness(x, y):
    if y > 44:  # the sea
        return int(90 + 50 * math.sin(y * 1.3 + 3 * math.sin(x * 0.11)))
    if math.hypot(x - 66, y - 18) < 11:
        return 240 - (x * 7 + y * 5) % 13
    return 20 + y


def chunk(kind, data):
    return (struct.pack('>I', len(data)) + kind + data +
            struct.pack('>I', zlib.crc32(kind + data)))


def filtered_rows():
    """Each row by another of the five filters of PNG."""
    above = bytes(WIDTH)
    for y in range(HEIGHT):
        row = bytes(brightness(x, y) for x in range(WIDTH))
        kind = y % 5
        yield kind
        for x in range(WIDTH):
            left = row[x - 1] if x else 0
            corner = above[x - 1] if x else 0
            up = above[x]
            guess = (0, left, up, (left + up) // 2, min(
                (left, up, corner),
                key=lambda v: abs(left + up - corner - v)))[kind]
            yield (row[x] - guess) & 255
        above = row


with open('picture.png', 'wb') as file:
    file.write(b'\x89PNG\r\n\x1a\n')
    file.write(chunk(b'IHDR', struct.pack('>IIBBBBB', WIDTH, HEIGHT, 8, 0, 0,
                                          0, 0)))
    file.write(chunk(b'IDAT', zlib.compress(bytes(filtered_rows()), 9)))
    file.write(chunk(b'IEND', b''))
