# Exceptions that are no Exception pass, too: SystemExit, KeyboardInterrupt,
# GeneratorExit.
#: each arch
#: app.wat --no-instance
#| (module (import "env" "f" (func $f)) (func (export "run") call $f))
import app


def f():
    raise kind


instance = app.instantiate({"env": {"f": f}})
for kind in (SystemExit, KeyboardInterrupt, GeneratorExit, StopIteration,
             MemoryError, OSError(5), RuntimeError("x")):
    try:
        instance.run()
        assert False
    except BaseException as error:
        assert error is kind or type(error) is kind, error
