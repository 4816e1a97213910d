# `wiring`: pins through the module machine, which here is a fake.
#: app.wat
#| (module
#|   (import "wiring" "pinMode" (func $mode (param i32 i32)))
#|   (import "wiring" "digitalWrite" (func $write (param i32 i32)))
#|   (import "wiring" "digitalRead" (func $read (param i32) (result i32)))
#|   (import "wiring" "analogRead" (func $analog (param i32) (result i32)))
#|   (import "wiring" "stopWdt" (func $stop))
#|   (export "pinMode" (func $mode))
#|   (export "digitalWrite" (func $write))
#|   (export "digitalRead" (func $read))
#|   (export "analogRead" (func $analog))
#|   (export "stopWdt" (func $stop)))
from check import equal, raises
import sys
import app

log = []


class Machine:
    pass


class Pin:
    IN, OUT, PULL_UP = 10, 11, 12

    def __init__(self, *args):
        log.append(args)
        self.id = args[0]

    def value(self, *args):
        log.append((self.id, "value") + args)
        return self.id % 2


class ADC:
    def __init__(self, pin):
        log.append(("ADC", pin.id))

    def read_u16(self):
        return 0xFFFF


def logged(function, *args):
    log.clear()
    result = function(*args)
    return log, result


sys.modules["machine"] = machine = Machine()
machine.Pin = Pin
raises(RuntimeError, "this board has no machine.ADC", app.analogRead, 2)
machine.ADC = ADC
equal(logged(app.pinMode, 2, 0), ([(2, 10)], None))
equal(logged(app.pinMode, 2, 1), ([(2, 11)], None))
equal(logged(app.pinMode, 2, 2), ([(2, 10, 12)], None))
equal(logged(app.digitalWrite, 2, 1), ([(2,), (2, "value", 1)], None))
equal(logged(app.digitalWrite, 2, 0), ([(2,), (2, "value", 0)], None))
equal(logged(app.digitalWrite, 2, 256), ([(2,), (2, "value", 1)], None))
equal(logged(app.digitalRead, 3), ([(3,), (3, "value")], 1))
equal(logged(app.digitalRead, 4), ([(4,), (4, "value")], 0))
equal(logged(app.analogRead, 26), ([(26,), ("ADC", 26)], 1023))
equal(logged(app.stopWdt), ([], None))
