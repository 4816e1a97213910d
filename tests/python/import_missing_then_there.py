# `import` fails when an import is missing, and works once it is there.
#: app.wat
#| (module
#|   (import "env_later" "log" (func $log (param i32)))
#|   (func (export "run") i32.const 5 call $log))
import sys
from check import equal


def import_app():
    import app
    return app


def must_fail():
    try:
        import_app()
    except ImportError as error:
        return str(error)
    assert False


equal(must_fail(), "env_later.log: expected func (i32), not found")
assert "app" not in sys.modules


class Env:
    pass


sys.modules["env_later"] = Env
equal(must_fail(), "env_later.log: expected func (i32), not found")
logged = []
Env.log = logged.append
app = import_app()
app.run()
equal(logged, [5])
