# What is given in place of functions that the runtime serves: any callable, also
# a function of another module, which is called as Python calls it.
#: app.wat
#| (module
#|   (import "wiring" "digitalRead" (func $read (param i32) (result i32)))
#|   (import "wiring" "millis" (func $millis (result i64)))
#|   (import "wiring" "pinMode" (func $mode (param i32 i32)))
#|   (func (export "read") (param i32) (result i32)
#|     (call $mode (local.get 0) (i32.const -1))
#|     (call $read (local.get 0)))
#|   (func (export "millis") (result i64) (call $millis)))
#: board.wat
#| (module
#|   (global $mode (mut i32) (i32.const 0))
#|   (func (export "digitalRead") (param i32) (result i32)
#|     (i32.add (local.get 0) (global.get $mode)))
#|   (func (export "millis") (result i64) (i64.const 0x8000000000000001))
#|   (func (export "pinMode") (param i32 i32)
#|     (global.set $mode (local.get 1))))
from check import equal, raises
import app
import board

own = app.instantiate({"wiring": board})
equal(own.read(0x7FFFFFFF), 0x7FFFFFFE)
equal(own.read(-0x80000000), 0x7FFFFFFF)
equal(own.millis(), -0x7FFFFFFFFFFFFFFF)

log = []
some = app.instantiate({"wiring": {"digitalRead": lambda pin: -pin,
                                   "pinMode": lambda *args: log.append(args)}})
equal(some.read(7), -7)
equal(log, [(7, -1)])


def refuses(text, **functions):
    raises(ImportError, text, app.instantiate, {"wiring": functions})


refuses("wiring.digitalRead: expected func (i32) -> i32, got int",
        digitalRead=1)
refuses("wiring.millis: expected func () -> i64, got NoneType", millis=None)
refuses("wiring.pinMode: expected func (i32, i32), got str", pinMode="")
raises(TypeError, "wiring.digitalRead() result must be i32, not str",
       app.instantiate({"wiring": {"digitalRead": lambda pin: "",
                                   "pinMode": board.pinMode}}).read, 1)
raises(TypeError, "wiring.millis() result must be i64, not NoneType",
       app.instantiate({"wiring": {"millis": lambda: None}}).millis)
# Of another type than expected.
wrong = app.instantiate({"wiring": {"digitalRead": board.pinMode,
                                    "pinMode": board.pinMode}})
raises(TypeError, "pinMode() takes 2 positional arguments but 1 were given",
       wrong.read, 1)
