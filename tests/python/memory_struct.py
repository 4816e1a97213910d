# struct reads and writes the memory in place.
#: needs 80k
#: app.wat --memory=exact
#| (module (memory (export "memory") 1)
#|   (data (i32.const 16) "\78\56\34\12")
#|   (func (export "load") (param i32) (result i32) local.get 0 i32.load)
#|   (func (export "store") (param i32 i32)
#|     local.get 0 local.get 1 i32.store))
import struct
from check import equal
import app

equal(struct.unpack_from("<I", app.memory, 16), (0x12345678,))
struct.pack_into("<Ih", app.memory, 32, 0xdeadbee, -2)
equal(app.load(32), 0xdeadbee)
equal(app.load(36), 0xfffe)
app.store(40, -1)
equal(struct.unpack_from("<i", app.memory, 40), (-1,))
