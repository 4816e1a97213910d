# Shows a QR code, made by the C library qrcodegen.
import qrcode

MEDIUM = 1  # error correction
TEXT = "https://micropython.org/"


def make(text, correction=MEDIUM):
    """Returns the modules of a side; qrcode.dark(x, y) tells their colour."""
    size = qrcode.encode(text, correction)
    if size == 0:
        raise ValueError("text too long")
    return size


def show(size):
    """Two rows of modules in one of characters, dark on light."""
    for y in range(-1, size + 1, 2):
        print("".join(
            "█▀▄ "[2 * qrcode.dark(x, y) + qrcode.dark(x, y + 1)]
            for x in range(-1, size + 1)))


def modules(size, dark):
    return [dark(x, y) for y in range(size) for x in range(size)]


def compiled():
    return make(TEXT)


def in_python():
    import in_python

    return in_python.make(TEXT).get_size()


if __name__ == "__main__":
    import in_python

    size = make(TEXT)
    show(size)
    assert size == 25
    other = in_python.make(TEXT)
    assert modules(size, qrcode.dark) == modules(size, other.get_module)

    assert make("0123456789" * 5) == 25  # digits take less
    assert make("x" * 200) == 57
    try:
        make("x" * 271)
        assert False
    except ValueError as error:
        print("271 letters:", error)
    assert make("x" * 271, 0) == 57  # with less correction
