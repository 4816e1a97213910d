# Subclasses of dict are indexed as dicts are.
#: app.wat --no-instance
#| (module
#|   (import "env" "f" (func $f (result i32)))
#|   (func (export "run") (result i32) call $f))
from collections import OrderedDict
from check import equal
import app

imports = OrderedDict([("env", OrderedDict([("f", lambda: 5)]))])
equal(app.instantiate(imports).run(), 5)
