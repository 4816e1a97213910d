# Imported again after it was taken out of sys.modules, a module starts anew;
# what is left of the first import goes on working.
#: app.wat
#| (module (global $n (mut i32) (i32.const 0))
#|   (func (export "next") (result i32)
#|     (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|     (global.get $n))
#|   (func (export "trap") unreachable))
import gc
import sys
from check import equal, raises

old = []
for i in range(5):
    import app
    equal(app.next(), 1)
    equal(app.next(), 2)
    raises(app.Trap, "unreachable", app.trap)
    old.append(app.next)
    del sys.modules["app"]
    del app
    gc.collect()
for f in old:
    equal(f(), 3)
