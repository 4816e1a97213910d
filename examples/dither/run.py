# Shows a picture on a display of black and white, by AssemblyScript.
import dither

WIDTH = dither.width()
HEIGHT = dither.height()


def picture():
    """A ball, lit from the upper left."""
    grey = bytearray(WIDTH * HEIGHT)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            u = x - 32
            v = y - 24
            light = 255 - ((u + 7) * (u + 7) + (v + 7) * (v + 7)) // 4
            inside = u * u + v * v < 500
            grey[y * WIDTH + x] = max(light, 10) if inside else 2 * y + x
    return grey


PICTURE = picture()


def compiled():
    at = dither.input()
    dither.memory[at : at + len(PICTURE)] = PICTURE
    dither.dither()
    at = dither.output()
    return dither.memory[at : at + len(PICTURE) // 8]


def in_python():
    black = bytearray(WIDTH * HEIGHT // 8)
    here = [0] * (WIDTH + 2)
    below = [0] * (WIDTH + 2)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            at = y * WIDTH + x
            wanted = PICTURE[at] + (here[x + 1] >> 4)
            error = wanted
            if wanted >= 128:
                error -= 255
                black[at >> 3] |= 128 >> (at & 7)
            here[x + 2] += 7 * error
            below[x] += 3 * error
            below[x + 1] += 5 * error
            below[x + 2] += error
        here, below = below, [0] * (WIDTH + 2)
    return black


def white(black, x, y):
    at = y * WIDTH + x
    return black[at >> 3] >> (7 - (at & 7)) & 1


if __name__ == "__main__":
    black = compiled()
    for y in range(0, HEIGHT, 2):
        print("".join(
            " ▄▀█"[2 * white(black, x, y) + white(black, x, y + 1)]
            for x in range(WIDTH)))
    assert black == in_python()
    # What is grey on the whole stays so.
    lit = sum(white(black, x, y) for y in range(HEIGHT) for x in range(WIDTH))
    assert abs(lit * 255 - sum(PICTURE)) < 255 * 64
