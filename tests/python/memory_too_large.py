# A memory that does not fit into the heap is a MemoryError, and growing
# beyond it fails in the usual way.
#: app.wat --memory=exact --no-instance
#| (module (memory (export "m") 65535))
#: grow.wat --memory=exact
#| (module (memory 0) (func (export "grow") (param i32) (result i32)
#|   local.get 0 memory.grow))
from check import equal, fails
import app
import grow

fails(MemoryError, app.instantiate)
fails(MemoryError, app.instantiate)
equal(grow.grow(65535), -1)
equal(grow.grow(0), 0)
