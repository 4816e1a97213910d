# Fields and elements can be vectors.
#: app.hex
#| 00 "asm" 01 00 00 00
#| 01 1e 05
#|   5f 03 78 01 7b 01 7f 00
#|   60 01 7b 01 64 00
#|   60 01 64 00 01 7b
#|   5e 7b 01
#|   60 01 7f 01 64 03
#| 03 04 03 01 02 04
#| 07 14 03 04 "make" 00 00 03 "get" 00 01 03 "row" 00 02
#| 0a 1e 03
#|   0b 00 41 07 20 00 41 09 fb 00 00 0b
#|   08 00 20 00 fb 02 00 01 0b
#|   07 00 20 00 fb 07 03 0b
from check import equal, raises
import app

vector = bytes(range(16))
zeros = bytes(16)
thing = app.make(vector)
equal(thing[:], [7, vector, 9])
equal(app.get(thing), vector)
thing[1] = zeros
equal(app.get(thing), zeros)


def change():
    thing[1] = bytes(15)


raises(ValueError, "v128 must be 16 bytes, not 15", change)
row = app.row(3)
row[1] = vector
equal(row[:], [zeros, vector, zeros])
