# A distance that a sensor measures with noise and wild readings, filtered by
# compiled C++ and by the same filter in Python.
import median

WINDOW = 9


def readings():
    """Something comes nearer; every 11th reading is an echo of nothing."""
    noise = 1  # a linear congruential generator: the same on every board
    for i in range(300):
        noise = (noise * 1103515245 + 12345) & 0x3FFFFFFF
        yield 4000 if i % 11 == 10 else 2000 - 5 * i + (noise >> 16) % 21


READINGS = list(readings())


def compiled():
    median.reset()
    return [median.add(reading) for reading in READINGS]


def in_python():
    filtered = []
    window = [READINGS[0]] * WINDOW
    for count, reading in enumerate(READINGS):
        window[(count + 1) % WINDOW] = reading
        filtered.append(sorted(window)[WINDOW // 2])
    return filtered


if __name__ == "__main__":
    filtered = compiled()
    assert filtered == in_python()
    print("readings:", READINGS[28:36])
    print("filtered:", filtered[28:36])
    print("highest of %d: %d, filtered %d" % (
        len(READINGS), max(READINGS), max(filtered)))
    assert max(READINGS) == 4000
    assert max(filtered) < 2030
