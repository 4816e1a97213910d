# The same QR code by the library's own version in Python, which is made for
# CPython. What it imports and MicroPython lacks is put in place here.
import sys


class Anything:
    def __getitem__(self, _):  # as in List[int]
        return self


class Module:
    def __init__(self, **attributes):
        for name in attributes:
            setattr(self, name, attributes[name])


def cycle(values):
    while True:
        yield from values


a_type = Anything()
sys.modules["__future__"] = Module(annotations=None)
sys.modules["itertools"] = Module(cycle=cycle)
sys.modules["collections.abc"] = Module(Sequence=a_type)
sys.modules["typing"] = Module(
    Callable=a_type,
    Dict=a_type,
    List=a_type,
    Optional=a_type,
    Tuple=a_type,
    Union=a_type,
)

import qrcodegen

qrcodegen.bytearray = list  # MicroPython's has no pop()


def make(text):
    levels = qrcodegen.QrCode.Ecc
    segment = qrcodegen.QrSegment.make_bytes(text.encode())
    return qrcodegen.QrCode.encode_segments([segment], levels.MEDIUM)
