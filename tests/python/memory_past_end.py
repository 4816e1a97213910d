# Nothing reaches behind the end of a memory: struct, views, files.
#: needs 80k
#: app.wat --memory=exact
#| (module (memory (export "memory") 1))
import struct
from check import equal, fails
import app

m = app.memory
fails(Exception, struct.unpack_from, "<I", m, 65533)
fails(Exception, struct.pack_into, "<I", m, 65533, 1)
fails(Exception, struct.unpack_from, "<I", m, 65536)
equal(struct.unpack_from("<I", m, 65532), (0,))
equal(struct.unpack_from("<I", m, -4), (0,))
equal(len(memoryview(m)[65530:70000]), 6)
