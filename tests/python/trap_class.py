# A trap is an exception of the module's class Trap, a RuntimeError.
#: app.wat
#| (module (func (export "f") unreachable))
from check import equal
import app

assert issubclass(app.Trap, RuntimeError)
equal(app.Trap.__name__, "Trap")
for kind in (app.Trap, RuntimeError, Exception):
    try:
        app.f()
        assert False
    except kind as error:
        equal(repr(error), "Trap('unreachable',)")
