# Which key of a phone was pressed? Finds the two tones of the key in a noisy
# signal, by compiled C and by the same algorithm in Python.
import math
import time
from array import array

import fft

N = 1024
RATE = 8000  # samples a second
ROWS = (697, 770, 852, 941)  # Hz
COLUMNS = (1209, 1336, 1477)
KEYS = ("123", "456", "789", "*0#")


def record(row, column):
    """What a microphone hears: two tones of different loudness, and noise."""
    noise = 1  # a linear congruential generator: the same on every board
    signal = array("f", bytes(4 * N))
    for i in range(N):
        noise = (noise * 1103515245 + 12345) & 0x3FFFFFFF
        t = 2 * math.pi * i / RATE
        signal[i] = (
            math.sin(row * t)
            + 0.7 * math.sin(column * t + 1)
            + 1.2 * (noise / 0x20000000 - 1)
        )
    return signal


def spectrum(signal):
    """Through the compiled module: bytes in, bytes out."""
    memory = fft.memory
    at = fft.samples.value
    memory[at : at + 4 * N] = bytes(signal)
    fft.fft()
    at = fft.magnitudes.value
    return array("f", memory[at : at + 2 * N])


COSINES = array("f", [math.cos(2 * math.pi * i / N) for i in range(N // 2)])
SINES = array("f", [math.sin(2 * math.pi * i / N) for i in range(N // 2)])
REVERSED = array("H", bytes(2 * N))
for i in range(N):
    REVERSED[i] = REVERSED[i // 2] // 2 + (N // 2 if i % 2 else 0)


def spectrum_in_python(signal):
    """The algorithm of fft.c, line by line."""
    cosines = COSINES
    sines = SINES
    re = array("f", [signal[i] for i in REVERSED])
    im = array("f", bytes(4 * N))
    half = 1
    step = N // 2
    while half < N:
        for j in range(half):
            wr = cosines[j * step]
            wi = -sines[j * step]
            for a in range(j, N, 2 * half):
                b = a + half
                x = re[b]
                y = im[b]
                tr = x * wr - y * wi
                ti = x * wi + y * wr
                x = re[a]
                y = im[a]
                re[b] = x - tr
                im[b] = y - ti
                re[a] = x + tr
                im[a] = y + ti
        half *= 2
        step //= 2
    return array(
        "f", [math.sqrt(re[i] ** 2 + im[i] ** 2) for i in range(N // 2)]
    )


def two_peaks(magnitudes):
    """Frequencies of the two highest local maxima, the lower one first."""
    peaks = [
        (magnitudes[i], i)
        for i in range(1, N // 2 - 1)
        if magnitudes[i - 1] < magnitudes[i] >= magnitudes[i + 1]
    ]
    peaks.sort()
    return sorted(i * RATE / N for _, i in peaks[-2:])


def nearest(candidates, frequency):
    return min(candidates, key=lambda candidate: abs(candidate - frequency))


# On a PC other programs take time, too: there is a clock for ours alone.
if hasattr(time, "clock"):

    def now():
        return int(time.clock() * 1000000)

else:
    now = time.ticks_us


def microseconds(function, signal):
    """The mean of as many runs as take at least 0.1 s."""
    runs = 1
    while True:
        start = now()
        for _ in range(runs):
            function(signal)
        passed = time.ticks_diff(now(), start)
        if passed >= 100000:
            return passed / runs
        runs *= 2


SIGNAL = record(770, 1336)


def compiled():
    return spectrum(SIGNAL)


def in_python():
    return spectrum_in_python(SIGNAL)


def difference(magnitudes, reference):
    """The largest one, as a part of the peak."""
    error = max(abs(a - b) for a, b in zip(magnitudes, reference))
    return error / max(reference)


def same(magnitudes, reference):
    return difference(magnitudes, reference) < 1e-5


if __name__ == "__main__":
    print("signal: 770 Hz, 1336 Hz, and noise")
    magnitudes = compiled()
    low, high = two_peaks(magnitudes)
    row = nearest(ROWS, low)
    column = nearest(COLUMNS, high)
    key = KEYS[ROWS.index(row)][COLUMNS.index(column)]
    print("peaks at %.1f and %.1f Hz: key %s" % (low, high, key))
    assert abs(low - 770) <= RATE / N / 2
    assert abs(high - 1336) <= RATE / N / 2
    assert key == "5"

    reference = in_python()
    error = difference(magnitudes, reference)
    print("differs from Python by %.0e of the peak" % error)
    assert same(magnitudes, reference)

    python = microseconds(spectrum_in_python, SIGNAL)
    compiled = microseconds(spectrum, SIGNAL)
    print("one FFT of %d points in Python: %.0f us" % (N, python))
    print("compiled, with the copies in and out: %.0f us" % compiled)
    print("%.0f times faster" % (python / compiled))
    assert compiled < python
