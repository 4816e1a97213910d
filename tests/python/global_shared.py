# A mutable global that another instance imports is one global.
#: owner.wat
#| (module (global $g (export "g") (mut i64) (i64.const 1))
#|   (func (export "get") (result i64) global.get $g))
#: user.wat --no-instance
#| (module (import "env" "g" (global $g (mut i64)))
#|   (export "again" (global $g))
#|   (func (export "add") (param i64)
#|     global.get $g local.get 0 i64.add global.set $g))
from check import equal
import owner
import user

a = user.instantiate({"env": owner})
b = user.instantiate({"env": {"g": a.again}})
a.add(1 << 40)
b.add(5)
equal(owner.get(), (1 << 40) + 6)
equal(owner.g.value, (1 << 40) + 6)
owner.g.value = 0
equal(b.again.value, 0)
assert a.again is owner.g
