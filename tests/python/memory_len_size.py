# len() is the size in bytes, .size in pages.
#: needs 140k
#: app.wat
#| (module (memory (export "memory") 2))
#: none.wat
#| (module (memory (export "memory") 0))
from check import equal
import app
import none

equal(len(app.memory), 131072)
equal(app.memory.size, 2)
equal(len(none.memory), 0)
equal(none.memory.size, 0)
