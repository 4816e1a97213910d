# An immutable global refuses to be set.
#: app.wat
#| (module (global (export "g") i32 (i32.const 5)))
from check import equal, raises, fails
import app


def set_value(value):
    app.g.value = value


def delete_value():
    del app.g.value


raises(AttributeError, "immutable global", set_value, 6)
fails(AttributeError, delete_value)
fails(AttributeError, lambda: app.g.other)
equal(app.g.value, 5)
