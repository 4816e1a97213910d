# A trap passes through Python frames between WebAssembly frames; Python may
# catch it there.
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (result i32)))
#|   (func (export "trap") unreachable)
#|   (func (export "run") (result i32) call $f))
from check import equal, raises
import app

catch = False


def f():
    try:
        instance.trap()
    except RuntimeError:
        if not catch:
            raise
        return 5


instance = app.instantiate({"env": {"f": f}})
raises(RuntimeError, "unreachable", instance.run)
catch = True
equal(instance.run(), 5)
