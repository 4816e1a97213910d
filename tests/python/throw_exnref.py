# An exnref has no value in Python but None: nothing else is taken for one.
#: app.hex
#| 00 "asm" 01 00 00 00
#| 01 07 01 60 02 7f 69 01 7f
#| 03 02 01 00
#| 07 05 01 01 "f" 00 00
#| 0a 06 01 04 00 20 00 0b
#: both.hex
#| 00 "asm" 01 00 00 00
#| 01 0b 02 60 01 69 01 7f 60 01 70 01 7f
#| 03 03 02 00 01
#| 07 0d 02 03 "exn" 00 00 03 "fun" 00 01
#| 0a 0b 02 04 00 41 07 0b 04 00 41 08 0b
import app
import both
from check import fails

assert app.f(5, None) == 5
fails(TypeError, app.f, 5)
for value in (5, "text", app.f, app):
    fails(TypeError, app.f, 5, value)

assert both.exn(None) == 7
assert both.fun(None) == 8 and both.fun(both.exn) == 8
# A function is a reference, but not to an exception.
for value in (5, both.fun, app.f):
    fails(TypeError, both.exn, value)
print("done")
#> done
