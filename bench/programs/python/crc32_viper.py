# crc32.c with MicroPython's viper emitter.
from array import array
import micropython

SIZE = 1024


# Constants of 32 bits come as arguments: in the code they would be objects.
@micropython.viper
def make_table(table: ptr32, poly: uint):
    for i in range(256):
        c = uint(i)
        for _ in range(8):
            if c & 1:
                c = c >> 1 ^ poly
            else:
                c = c >> 1
        table[i] = c


@micropython.viper
def by_table(crc: uint, table: ptr32, data: ptr8, size: int) -> uint:
    ones = uint(0xFFFFFFFF)
    crc ^= ones
    for i in range(size):
        crc = crc >> 8 ^ uint(table[int((crc ^ uint(data[i])) & 0xFF)]) & ones
    return crc ^ ones


@micropython.viper
def by_bits(crc: uint, poly: uint, data: ptr8, size: int) -> uint:
    ones = uint(0xFFFFFFFF)
    crc ^= ones
    for i in range(size):
        crc ^= uint(data[i])
        for _ in range(8):
            if crc & 1:
                crc = crc >> 1 ^ poly
            else:
                crc = crc >> 1
    return crc ^ ones


def run(rounds):
    crc = 0
    table = array("I", bytes(4 * 256))
    make_table(table, 0xEDB88320)
    data = bytearray(i * 7 + 3 & 0xFF for i in range(SIZE))
    while rounds:
        rounds -= 1
        crc = by_table(crc, table, data, SIZE)
        crc = by_bits(crc, 0xEDB88320, data, SIZE // 4)
    return crc
