# Counts primes by compiled C and by the same loop in Python.
import time

import primes


def count_in_python(n):
    found = 0
    for i in range(2, n):
        d = 2
        while d * d <= i and i % d != 0:
            d += 1
        found += d * d > i
    return found


# On a PC other programs take time, too: there is a clock for ours alone.
if hasattr(time, "clock"):

    def now():
        return int(time.clock() * 1000000)

else:
    now = time.ticks_us


def microseconds(function, n):
    """The mean of as many runs as take at least 0.1 s."""
    runs = 1
    while True:
        start = now()
        for _ in range(runs):
            function(n)
        passed = time.ticks_diff(now(), start)
        if passed >= 100000:
            return passed / runs
        runs *= 2


def compiled():
    return primes.count(2000)


def in_python():
    return count_in_python(2000)


if __name__ == "__main__":
    print("primes below 10000: %d" % primes.count(10000))
    assert primes.count(10000) == 1229
    assert primes.count(2000) == count_in_python(2000)

    python = microseconds(count_in_python, 2000)
    compiled = microseconds(primes.count, 2000)
    print("below 2000 in Python: %.0f us" % python)
    print("compiled: %.0f us" % compiled)
    print("%.0f times faster" % (python / compiled))
    assert compiled < python
