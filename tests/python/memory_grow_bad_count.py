# .grow() with a count that is no number of pages.
#: needs 80k
#: app.wat --growable-memory
#| (module (memory (export "memory") 1))
from check import equal, fails, raises
import app

raises(ValueError, "can't grow memory", app.memory.grow, 65536)
raises(ValueError, "can't grow memory", app.memory.grow, -1)
raises(ValueError, "can't grow memory", app.memory.grow, 1 << 32)
raises(ValueError, "can't grow memory", app.memory.grow, 1 << 64)
fails(TypeError, app.memory.grow, "1")
fails(TypeError, app.memory.grow)
equal(app.memory.size, 1)
equal(len(app.memory), 65536)
