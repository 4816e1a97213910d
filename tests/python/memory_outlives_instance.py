# A memory stays when nothing else of its instance is left.
#: needs 400k
#: app.wat --memory=exact --no-instance
#| (module (memory (export "memory") 1) (data (i32.const 0) "data"))
import gc
from check import equal
import app

memory = app.instantiate().memory
view = memoryview(app.instantiate().memory)
gc.collect()
garbage = [bytearray(b"\xff" * 1000) for _ in range(50)]
equal(bytes(memory[0:4]), b"data")
equal(len(memory), 65536)
equal(bytes(view[0:4]), b"data")
