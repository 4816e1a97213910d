# The types of functions, memories and so on cannot be subclassed.
#: app.wat
#| (module (memory (export "m") 0) (func (export "f")))
from check import fails
import app

for thing in (app.f, app.m):
    fails(TypeError, type, "Sub", (type(thing),), {})
