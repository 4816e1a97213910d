# In a module with signatures an exported memory has methods for bytes and
# strings.
#: also --memory=lean
#: app.pyi
#| def nothing() -> None
#: app.wat --bind=app.pyi
#| (module
#|   (memory (export "memory") 1)
#|   (func (export "nothing")))
#: plain.wat
#| (module (memory (export "memory") 1))
import app
import plain
from check import equal, fails

m = app.memory
equal(m.write(8, "h\u00e4llo\0"), None)
equal(m.read_str(8), "h\u00e4llo")
equal(m.read_str(8, 3), "h\u00e4")
equal(m.read_str(0), "")
equal(m.read_str(8, 0), "")
equal(m.read(8, 4), b"h\xc3\xa4l")
equal(m.read(65536, 0), b"")
equal(m.read(65535, 1), b"\0")
m.write(0, bytearray(b"ab"))
m.write(2, memoryview(b"cd"))
m.write(65534, b"yz")
equal(m.read(0, 4), b"abcd")
m.write(65536, b"")
fails(IndexError, m.read, 65535, 2)
fails(IndexError, m.read, -1, 1)
fails(IndexError, m.read, 0, -1)
fails(IndexError, m.read, 1 << 32, 1)
fails(IndexError, m.write, 65535, b"ab")
fails(IndexError, m.write, -1, b"a")
fails(IndexError, m.read_str, 65534)
fails(IndexError, m.read_str, 65530, 7)
equal(m.read_str(65534, 2), "yz")
fails(UnicodeError, m.read_str, 9, 1)
fails(TypeError, m.write, 0, 5)
fails(TypeError, m.read, 0)
fails(TypeError, m.read_str, "0")
assert not hasattr(plain.memory, "read_str")
