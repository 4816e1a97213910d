# A slice takes bytes, bytearray, memoryview and another memory's bytes, also
# when they overlap.
#: needs 200k
#: app.wat --memory=exact
#| (module (memory (export "memory") 1))
from check import equal
import app

m = app.memory
m[0:4] = b"abcd"
m[4:8] = bytearray(b"efgh")
m[8:12] = memoryview(b"..ijkl")[2:]
m[12:16] = m[0:4]
equal(bytes(m[0:16]), b"abcdefghijklabcd")
m[1:9] = memoryview(m)[0:8]
equal(bytes(m[0:10]), b"aabcdefghj")
m[0:0] = b""
equal(bytes(m[3:3]), b"")
