# Where data cannot execute, a module made with --xip is refused, each time.
#: arch x86 x64 rv64imc
#: app.wat --xip
#| (module (func (export "f") (result i32) (i32.const 1)))
import sys
from check import raises


def load():
    import app  # noqa: F401


for _ in range(2):
    raises(
        ImportError,
        "machine code cannot run from this memory: compile without --xip",
        load,
    )
assert "app" not in sys.modules
