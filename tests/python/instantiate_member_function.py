# The callable `instantiate` can be kept and called later, and an instance is
# no module with an `instantiate` of its own.
#: app.wat --no-instance
#| (module (global (export "g") (mut i32) (i32.const 1)))
import gc
from check import equal, fails

import app

make = app.instantiate
del app
gc.collect()
instance = make()
equal(instance.g.value, 1)
fails(AttributeError, lambda: instance.instantiate)
