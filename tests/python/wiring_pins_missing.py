# `wiring` on a board whose MicroPython has no pins: the import works, the call
# says why it cannot.
#: arch armv6m armv7m armv7emsp armv7emdp rv32imc xtensa xtensawin
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
from check import raises
import sys
import app


class Machine:
    pass


sys.modules["machine"] = Machine()
raises(RuntimeError, "this board has no machine.Pin", app.pinMode, 2, 1)
raises(RuntimeError, "this board has no machine.Pin", app.digitalWrite, 2, 1)
