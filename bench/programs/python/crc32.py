# crc32.c in Python.
from array import array

SIZE = 1024


def make_table():
    table = array("I", bytes(4 * 256))
    for i in range(256):
        c = i
        for _ in range(8):
            c = c >> 1 ^ 0xEDB88320 if c & 1 else c >> 1
        table[i] = c
    return table


def by_table(crc, table, data, size):
    crc ^= 0xFFFFFFFF
    for i in range(size):
        crc = crc >> 8 ^ table[(crc ^ data[i]) & 0xFF]
    return crc ^ 0xFFFFFFFF


def by_bits(crc, data, size):
    crc ^= 0xFFFFFFFF
    for i in range(size):
        crc ^= data[i]
        for _ in range(8):
            crc = crc >> 1 ^ 0xEDB88320 if crc & 1 else crc >> 1
    return crc ^ 0xFFFFFFFF


def run(rounds):
    crc = 0
    table = make_table()
    data = bytearray(i * 7 + 3 & 0xFF for i in range(SIZE))
    while rounds:
        rounds -= 1
        crc = by_table(crc, table, data, SIZE)
        crc = by_bits(crc, data, SIZE // 4)
    return crc
