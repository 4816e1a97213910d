# A memory that another instance imports is one memory; both see it grow.
#: needs 400k
#: owner.wat --memory=exact
#| (module (memory (export "memory") 1 4)
#|   (func (export "grow") (result i32) i32.const 1 memory.grow)
#|   (func (export "load") (param i32) (result i32)
#|     local.get 0 i32.load8_u))
#: user.wat --no-instance
#| (module (import "env" "memory" (memory 1))
#|   (func (export "store") (param i32 i32)
#|     local.get 0 local.get 1 i32.store8)
#|   (func (export "size") (result i32) memory.size)
#|   (func (export "grow") (result i32) i32.const 1 memory.grow))
from check import equal, raises
import owner
import user

a = user.instantiate({"env": owner})
b = user.instantiate({"env": {"memory": owner.memory}})
a.store(3, 33)
equal(owner.load(3), 33)
raises(RuntimeError, "out of bounds memory access", a.store, 65536, 1)
equal(owner.grow(), 1)
equal(a.size(), 2)
a.store(65536, 44)
equal(b.grow(), 2)
equal(owner.memory.size, 3)
b.store(131072, 55)
equal(owner.load(65536), 44)
equal(owner.load(131072), 55)
