# A function of another type is refused; so is what cannot be called.
#: other.wat
#| (module
#|   (func (export "f") (param i64))
#|   (global (export "g") i32 (i32.const 0)))
#: app.wat --no-instance
#| (module (import "env" "f" (func (param i32))))
from check import raises
import app
import other

raises(ImportError, "env.f: expected func (i32), got func (i64)",
       app.instantiate, {"env": other})
raises(ImportError, "env.f: expected func (i32), got global",
       app.instantiate, {"env": {"f": other.g}})
raises(ImportError, "env.f: expected func (i32), got int",
       app.instantiate, {"env": {"f": 5}})
raises(ImportError, "env.f: expected func (i32), got NoneType",
       app.instantiate, {"env": {"f": None}})
app.instantiate({"env": {"f": print}})
app.instantiate({"env": {"f": lambda x: x}})
app.instantiate({"env": {"f": int}})
app.instantiate({"env": {"f": [].append}})
