# An exception in the attribute of an import is the caller's to see.
#: app.wat --no-instance
#| (module (import "env" "f" (func)))
from check import raises
import app


class Env:
    @property
    def f(self):
        raise ValueError("not now")


raises(ValueError, "not now", app.instantiate, {"env": Env()})
