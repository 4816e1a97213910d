# `wiring`: delay and millis with i32 or i64; millis goes on where MicroPython's
# counter begins again. print writes to the standard output.
#: app.wat
#| (module
#|   (import "wiring" "delay" (func $delay32 (param i32)))
#|   (import "wiring" "delay" (func $delay64 (param i64)))
#|   (import "wiring" "millis" (func $millis32 (result i32)))
#|   (import "wiring" "millis" (func $millis64 (result i64)))
#|   (import "wiring" "print" (func $print (param i32 i32)))
#|   (memory (export "memory") 1)
#|   (data (i32.const 16) "text \c3\a4\n")
#|   (export "delay32" (func $delay32))
#|   (export "delay64" (func $delay64))
#|   (export "millis32" (func $millis32))
#|   (export "millis64" (func $millis64))
#|   (export "print" (func $print)))
from check import equal, fails
import sys
import time
import app

start = app.millis32()
time.sleep_ms(30)
assert 29 <= app.millis32() - start < 300000
app.delay32(5)
app.delay64(5)
assert 38 <= app.millis64() - start < 300000
app.print(16, 8)
app.print(20, 0)
fails(RuntimeError, app.print, 0xFFFF, 2)


class Time:
    def ticks_ms(self):
        return self.ms

    def sleep_ms(self, ms):
        self.slept = ms


sys.modules["time"] = fake = Time()
app = app.instantiate()
app.delay64(1 << 33)
equal(fake.slept, 1 << 33)
app.delay32(7)
equal(fake.slept, 7)
mask = sys.maxsize >> 1
fake.ms = mask - 100
equal(app.millis64(), 0)
fake.ms = mask
equal(app.millis64(), 100)
fake.ms = 49
equal(app.millis64(), 150)
equal(app.millis32(), 150)
#> text ä
