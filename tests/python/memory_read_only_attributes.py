# The attributes of a memory cannot be set, and it has no others.
#: app.wat
#| (module (memory (export "memory") 0))
from check import fails
import app


def set_size():
    app.memory.size = 5


def set_other():
    app.memory.other = 5


fails(AttributeError, set_size)
fails(AttributeError, set_other)
fails(AttributeError, lambda: app.memory.other)
