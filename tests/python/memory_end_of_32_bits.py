# At the end of 32 bits: sizes that cannot be counted on a board of 32 bits are
# refused, and the last bytes of the largest lean memory are like all others.
#: needs 100k
#: arch armv6m armv7m armv7emsp armv7emdp x86 rv32imc xtensa xtensawin
# (memory 0xffffffbe 0xffffffff (pagesize 1)) with size, grow, load, fill, copy
#: lean.hex --memory=lean
#| 00 61 73 6d 01 00 00 00 01 10 03 60 00 01 7f 60 01 7f 01 7f 60 03 7f 7f
#| 7f 00 03 06 05 00 01 01 02 02 05 0d 01 09 be ff ff ff 0f ff ff ff ff 0f
#| 00 07 2d 06 06 6d 65 6d 6f 72 79 02 00 04 73 69 7a 65 00 00 04 67 72 6f
#| 77 00 01 04 6c 6f 61 64 00 02 04 66 69 6c 6c 00 03 04 63 6f 70 79 00 04
#| 0a 2e 05 04 00 3f 00 0b 06 00 20 00 40 00 0b 07 00 20 00 2d 00 00 0b 0b
#| 00 20 00 20 01 20 02 fc 0b 00 0b 0c 00 20 00 20 01 20 02 fc 0a 00 00 0b
# (memory 0xffffffff (pagesize 1))
#: all.hex --memory=lean --no-instance
#| 00 61 73 6d 01 00 00 00 05 08 01 08 ff ff ff ff 0f 00 07 0a 01 06 6d 65
#| 6d 6f 72 79 02 00
#: exact.hex --no-instance
#| 00 61 73 6d 01 00 00 00 05 08 01 08 ff ff ff ff 0f 00 07 0a 01 06 6d 65
#| 6d 6f 72 79 02 00
# (memory 100 (pagesize 1)) (table 10 funcref) with grow, grow_table
#: grows.hex
#| 00 61 73 6d 01 00 00 00 01 06 01 60 01 7f 01 7f 03 03 02 00 00 04 04 01
#| 70 00 0a 05 04 01 08 64 00 07 26 04 06 6d 65 6d 6f 72 79 02 00 05 74 61
#| 62 6c 65 01 00 04 67 72 6f 77 00 00 0a 67 72 6f 77 5f 74 61 62 6c 65 00
#| 01 0a 12 02 06 00 20 00 40 00 0b 09 00 d0 70 20 00 fc 0f 00 0b
from check import equal, fails, raises
import lean
import all as all_bytes
import exact
import grows

END = 0xffffffbe
fails(MemoryError, all_bytes.instantiate)
fails(MemoryError, exact.instantiate)

equal(lean.size() & 0xffffffff, END)
equal(lean.grow(2), -1)
for first in (END - 1, END - 20, END - 300):
    size = END - first
    lean.fill(first, 7, size)
    equal([lean.load(at) for at in (first - 1, first, END - 1)], [0, 7, 7])
    lean.copy(1000, first, size)
    equal([lean.load(at) for at in (1000, 999 + size, 1000 + size)],
          [7, 7, 0])
    lean.fill(first, 0, size)
    equal(lean.load(END - 1), 0)
    lean.fill(1000, 0, size)
raises(lean.Trap, "out of bounds memory access", lean.load, END)
fails(MemoryError, lean.fill, 0, 1, END)
fails(MemoryError, lean.fill, 2000, 1, END - 2000)
equal(lean.load(2000), 0)

for size in range(0xffffff00, 0x100000000):
    equal(grows.grow(size - 100), -1)
for size in range(0x3fffff00, 0x40000000):
    equal(grows.grow_table(size - 10), -1)
fails(ValueError, grows.memory.grow, 0xffffffff - 100)
fails(ValueError, grows.table.grow, 0x3ffffffe - 10)
equal((len(grows.memory), len(grows.table)), (100, 10))
