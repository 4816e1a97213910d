# Shows a picture from a PNG file, decoded by the C library lodepng.
import png

SHADES = " .:-=+*#%@"


def decode(file):
    """(width, height, pixels)"""
    pixels = png.decode(file)
    if pixels is None:
        raise ValueError("lodepng: error %d" % png.error())
    return png.width(), png.height(), pixels


with open("picture.png", "rb") as file:
    FILE = file.read()


def compiled():
    return decode(FILE)


def in_python():
    import in_python

    return in_python.decode(FILE)


if __name__ == "__main__":
    width, height, pixels = compiled()
    print("%d bytes: %d by %d pixels" % (len(FILE), width, height))
    for y in range(0, height, 4):
        print("".join(
            SHADES[pixels[y * width + x] // 26] for x in range(0, width, 2)))
    assert (width, height, len(pixels)) == (96, 64, 96 * 64)

    # The library looks at everything, and so do we at what it says.
    for bad, number in ((b"", 48), (b"no PNG" * 10, 28), (FILE[:-40], None),
                        (FILE[:60] + b"\xff\x00" + FILE[62:], None)):
        try:
            decode(bad)
            assert False
        except ValueError as error:
            print(error)
            assert number is None or str(error).endswith(" %d" % number)
    assert decode(FILE)[2] == pixels
