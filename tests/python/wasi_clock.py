# Clocks: time of ports that count from 2000 is corrected; counters that begin
# again go on; poll_oneoff sleeps until the first time.
#: also --memory=lean
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "clock_time_get"
#|     (func $clock_time_get (param i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "poll_oneoff"
#|     (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "sched_yield"
#|     (func $sched_yield (result i32)))
#|   (memory (export "memory") 1)
#|   (export "clock_time_get" (func $clock_time_get))
#|   (export "poll_oneoff" (func $poll_oneoff))
#|   (export "sched_yield" (func $sched_yield)))
from check import equal
import sys
import app


class Time:
    us = (1 << 30) - 10

    def __init__(self):
        self.slept = []

    def gmtime(self, seconds):
        return (self.year, 1, 1, 0, 0, 0, 5, 1)

    def time(self):
        return 100

    def ticks_us(self):
        return self.us & 0x3FFFFFFF

    def sleep_ms(self, ms):
        self.slept.append(ms)


def clock(number, size=8):
    equal(app.clock_time_get(number, 1, 64), 0)
    return int.from_bytes(bytes(app.memory[64:72]), "little")


sys.modules["time"] = time = Time()
time.year = 1970
equal(clock(0), 100 * 1000000000)
time.year = 2000
equal(clock(0), (100 + 946684800) * 1000000000)
Time.time_ns = lambda self: 1234567890123
equal(clock(0), 946684800000000000 + 1234567890123)

if sys.maxsize > 1 << 32:
    time.us = 5
equal(clock(1), 0)
for us in (7, 3, (1 << 30) - 1, (1 << 30) - 1):
    before = clock(1)
    time.us += us
    if sys.maxsize < 1 << 32 or time.us < 1 << 30:
        equal(clock(1) - before, us * 1000)
equal(clock(2), clock(3))


def subscription(kind, number, timeout=0, absolute=0):
    return (bytes((kind + 1,)) * 8 + bytes((kind,)) + bytes(7)
            + number.to_bytes(8, "little") + timeout.to_bytes(8, "little")
            + bytes(8) + bytes((absolute,)) + bytes(7))


def poll(*subscriptions):
    all = b"".join(subscriptions)
    app.memory[200 : 200 + len(all)] = all
    time.slept.clear()
    equal(app.poll_oneoff(200, 1000, len(subscriptions), 96), 0)
    n = app.memory[96]
    return [(app.memory[at], app.memory[at + 8], app.memory[at + 10])
            for at in range(1000, 1000 + 32 * n, 32)]


equal(poll(subscription(0, 1, 5000000)), [(1, 0, 0)])
equal(time.slept, [6])
poll(subscription(0, 1, 3000001), subscription(0, 1, 2000001))
equal(time.slept, [4])
poll(subscription(0, 1, 0))
equal(time.slept, [0])
poll(subscription(0, 0, clock(0) + 8000000, 1))
equal(time.slept, [9])
poll(subscription(0, 1, (1 << 64) - 1))
equal(time.slept, [0x3FFFFFFF])
# Files are ready at once, and then nothing is waited for.
equal(poll(subscription(0, 1, 5000000), subscription(1, 0), subscription(2, 9)),
      [(2, 0, 1), (3, 8, 2)])
equal(time.slept, [])
equal(app.sched_yield(), 0)
equal(time.slept, [0])
