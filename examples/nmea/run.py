# Where are we? Reads what a GPS receiver sends, by compiled Rust and by Python.
import struct

import nmea

SENTENCE = b"$GPGGA,123519,4807.038,N,01131.000,W,1,08,0.9,545.4,M,46.9,M,,*55"


def parse(sentence):
    """(seconds, latitude, longitude, satellites, height), or None."""
    if nmea.parse(sentence) != 1:
        return None
    return struct.unpack("<5i", nmea.fix())


def compiled():
    return parse(SENTENCE)


def fixed(digits, places):
    whole, _, part = digits.partition(".")
    return int(whole + (part + "000000")[:places])


def angle(digits, side):
    split = digits.index(".") - 2
    minutes = fixed("0" + digits[split:], 6)
    value = fixed(digits[:split], 0) * 10000000 + (minutes + 3) // 6
    return value if side in "NE" else -value


def in_python():
    body, _, digits = SENTENCE[1:].partition(b"*")
    checksum = 0
    for byte in body:
        checksum ^= byte
    if checksum != int(digits[:2], 16):
        return None
    fields = str(body, "ascii").split(",")
    if not fields[0].endswith("GGA") or fields[6] == "0":
        return None
    time = fixed(fields[1], 0)
    return (
        time // 10000 * 3600 + time // 100 % 100 * 60 + time % 100,
        angle(fields[2], fields[3]),
        angle(fields[4], fields[5]),
        fixed(fields[7], 0),
        fixed(fields[9], 2),
    )


def with_checksum(body):
    checksum = 0
    for byte in body:
        checksum ^= byte
    return b"$" + body + b"*%02X\r\n" % checksum


if __name__ == "__main__":
    seconds, latitude, longitude, satellites, height = compiled()
    print("%d:%02d:%02d UTC" % (
        seconds // 3600, seconds // 60 % 60, seconds % 60))
    print("latitude %d, longitude %d (1e-7 degrees)" % (latitude, longitude))
    print("height %d cm, %d satellites" % (height, satellites))
    assert compiled() == (45319, 481173000, -115166667, 8, 54540)
    assert compiled() == in_python()

    south = b"GNGGA,000000.00,3351.1234,S,15112.9,E,2,12,0.7,-3.25,M,0,M,,"
    assert parse(with_checksum(south)) == (0, -338520567, 1512150000, 12, -325)
    # No fix, another sentence, a damaged one, and what is no sentence at all.
    assert parse(with_checksum(b"GPGGA,123519,,,,,0,00,,,M,,M,,")) is None
    assert parse(with_checksum(b"GPVTG,054.7,T,034.4,M,005.5,N")) is None
    assert parse(SENTENCE.replace(b"4807", b"4907")) is None
    for bad in b"", b"$", b"$*", b"$*0", b"$*00", b"x" * 83:
        assert parse(bad) is None
