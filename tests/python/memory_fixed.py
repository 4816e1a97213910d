# A memory that its module never grows has a constant size, unless
# --growable-memory says that others grow it.
#: needs 300k
#: fixed.wat --memory=exact
#| (module (memory (export "memory") 1)
#|   (func (export "size") (result i32) memory.size)
#|   (func (export "load") (param i32) (result i32)
#|     local.get 0 i32.load8_u))
#: growable.wat --growable-memory
#| (module (memory (export "memory") 1)
#|   (func (export "size") (result i32) memory.size)
#|   (func (export "load") (param i32) (result i32)
#|     local.get 0 i32.load8_u))
from check import equal, raises
import fixed
import growable

raises(ValueError, "can't grow memory", fixed.memory.grow, 1)
equal(fixed.memory.grow(0), 1)
equal(fixed.size(), 1)
raises(RuntimeError, "out of bounds memory access", growable.load, 65536)
equal(growable.memory.grow(1), 1)
equal(growable.size(), 2)
equal(growable.load(65536), 0)
