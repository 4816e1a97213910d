# Whatever takes a buffer takes a memory: bytes(), a file's readinto(), hash
# functions.
#: needs 200k
#: app.wat --memory=exact
#| (module (memory (export "memory") 1) (data (i32.const 1) "abc"))
import binascii
import io
from check import equal
import app

equal(bytes(app.memory)[:5], b"\0abc\0")
view = memoryview(app.memory)
equal(binascii.hexlify(view[1:4]), b"616263")
io.BytesIO(b"file data").readinto(view[16:25])
equal(bytes(app.memory[16:25]), b"file data")
