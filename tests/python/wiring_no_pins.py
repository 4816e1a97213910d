# `wiring` on a PC, which has no pins: what is written is read back, and one
# line on stderr says so. A dict of the user's is taken as it is, silently.
#: arch x64 x86 rv64imc
#: app.wat
#| (module
#|   (import "wiring" "pinMode" (func $mode (param i32 i32)))
#|   (import "wiring" "digitalWrite" (func $write (param i32 i32)))
#|   (import "wiring" "digitalRead" (func $read (param i32) (result i32)))
#|   (import "wiring" "analogRead" (func $analog (param i32) (result i32)))
#|   (export "pinMode" (func $mode))
#|   (export "digitalWrite" (func $write))
#|   (export "digitalRead" (func $read))
#|   (export "analogRead" (func $analog)))
from check import equal
import sys
import app


class Stream:
    text = ""

    def write(self, text):
        Stream.text += text


class Fake:
    stderr = Stream()


class Machine:
    pass


sys.modules["sys"] = Fake()
sys.modules["machine"] = Machine()
app.pinMode(2, 1)
app.digitalWrite(2, 5)
equal(app.digitalRead(2), 1)
app.digitalWrite(2, 0)
equal(app.digitalRead(2), 0)
equal(app.digitalRead(-1), 0)
equal(app.analogRead(26), 0)
app.pinMode(7, 2)
equal(app.digitalRead(7), 1)
app.pinMode(7, 0)
equal(app.pins, {2: 0, 7: 1})
equal(Stream.text, "wiring: this board has no machine.Pin; values of pins are "
      "only kept, in the module's `pins`\n")

# Each instance has its own.
Stream.text = ""
other = app.instantiate()
other.pins = pins = {3: 1, 26: 700}
equal(other.digitalRead(3), 1)
equal(other.analogRead(26), 700)
other.digitalWrite(4, 1)
equal(pins, {3: 1, 26: 700, 4: 1})
equal(app.pins, {2: 0, 7: 1})
equal(Stream.text, "")


class Logged(dict):
    def __setitem__(self, pin, value):
        print(pin, value)


other.pins = Logged()
other.digitalWrite(25, 1)
other.digitalWrite(25, 0)
#> 25 1
#> 25 0
