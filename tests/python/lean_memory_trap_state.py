# What happened before a trap has happened, also where the store that traps is made
# by the runtime. And a memory of 4,099 bytes, (pagesize 1), grows behind them.
#: app.wat --memory=lean
#| (module
#|   (memory (export "memory") 1)
#|   (global $sp (mut i32) (i32.const 2048))
#|   (export "__stack_pointer" (global $sp))
#|   (data (i32.const 1024) "variables")
#|   (global $g (export "g") (mut i32) (i32.const 0))
#|   (func (export "store") (param $at i32)
#|     (global.set $g (i32.const 1))
#|     (i64.store (local.get $at) (i64.const -1))
#|     (global.set $g (i32.const 2)))
#|   (func (export "count") (param $at i32)
#|     (loop $next
#|       (global.set $g (i32.add (global.get $g) (i32.const 1)))
#|       (i64.store (local.get $at) (i64.extend_i32_u (global.get $g)))
#|       (local.set $at (i32.add (local.get $at) (i32.const 256)))
#|       (br $next))))
#: odd.hex --memory=lean
#| 00 61 73 6d 01 00 00 00
#| 01 0b 02 60 02 7f 7f 00 60 01 7f 01 7f
#| 03 04 03 00 01 01
#| 05 05 01 08 83 20 00
#| 07 1b 04 01 6d 02 00 05 73 74 6f 72 65 00 00 04 6c 6f 61 64 00 01
#| 04 67 72 6f 77 00 02
#| 0a 1a 03 09 00 20 00 20 01 3a 00 00 0b 07 00 20 00 2d 00 00 0b
#| 06 00 20 00 40 00 0b
#: also -O2
#: also -Oz
from check import equal, fails
import app
import odd

fails(app.Trap, app.store, 65533)
equal(app.g.value, 1)
app.store(1000)
equal(app.g.value, 2)
app.g.value = 0
fails(app.Trap, app.count, 40000)
equal(app.g.value, (65536 - 40000 + 255) // 256 + 1)

for at in range(3900, 4099):
    odd.store(at, at & 255)
fails(odd.Trap, odd.store, 4099, 1)
behind = [bytearray(64) for _ in range(20)]
equal(odd.grow(3000), 4099)
for at in range(4099, 4400):
    odd.store(at, at & 255)
for turn in range(3):
    equal([odd.load(at) for at in range(3890, 4410)],
          [at & 255 if 3900 <= at < 4400 else 0 for at in range(3890, 4410)])
    equal(list(odd.m[3890:4410]),
          [at & 255 if 3900 <= at < 4400 else 0 for at in range(3890, 4410)])
    odd.grow(3)
