# A memory must be a memory, large enough, and not larger than allowed.
#: needs 80k
#: other.wat --memory=exact
#| (module (memory (export "m") 1 5) (func (export "f")))
#: app.wat --no-instance
#| (module (import "env" "m" (memory 2)))
#: less.wat --no-instance
#| (module (import "env" "m" (memory 1 3)))
from check import raises
import app
import less
import other

raises(ImportError, "env.m: expected memory 2, got memory 1..5",
       app.instantiate, {"env": other})
raises(ImportError, "env.m: expected memory 1..3, got memory 1..5",
       less.instantiate, {"env": other})
raises(ImportError, "env.m: expected memory 2, got func",
       app.instantiate, {"env": {"m": other.f}})
raises(ImportError, "env.m: expected memory 2, got bytearray",
       app.instantiate, {"env": {"m": bytearray(1 << 17)}})
