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


def microseconds(function, n):
    """The fastest of the runs in 0.2 s: other programs take time, too."""
    best = 1000000
    begin = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), begin) < 200:
        start = time.ticks_us()
        function(n)
        best = min(best, time.ticks_diff(time.ticks_us(), start))
    return max(best, 1)


print("primes below 10000: %d" % primes.count(10000))
assert primes.count(10000) == 1229
assert primes.count(2000) == count_in_python(2000)

python = microseconds(count_in_python, 2000)
compiled = microseconds(primes.count, 2000)
print("below 2000 in Python: %d us" % python)
print("compiled: %d us" % compiled)
print("%.0f times faster" % (python / compiled))
assert compiled < python
