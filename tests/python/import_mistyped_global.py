# A global must have the type and mutability that is asked for.
#: other.wat
#| (module
#|   (global (export "i") i32 (i32.const 0))
#|   (global (export "m") (mut i32) (i32.const 0))
#|   (global (export "l") i64 (i64.const 0)))
#: app.wat --no-instance
#| (module (import "env" "g" (global i32)))
#: mutable.wat --no-instance
#| (module (import "env" "g" (global (mut i32))))
from check import raises
import app
import mutable
import other

app.instantiate({"env": {"g": other.i}})
mutable.instantiate({"env": {"g": other.m}})
raises(ImportError, "env.g: expected global i32, got global mut i32",
       app.instantiate, {"env": {"g": other.m}})
raises(ImportError, "env.g: expected global i32, got global i64",
       app.instantiate, {"env": {"g": other.l}})
raises(ImportError, "env.g: expected global mut i32, got global i32",
       mutable.instantiate, {"env": {"g": other.i}})
raises(ImportError, "env.g: expected global mut i32, got int",
       mutable.instantiate, {"env": {"g": 5}})
raises(ImportError, "env.g: expected global i32, got float",
       app.instantiate, {"env": {"g": 5.5}})
