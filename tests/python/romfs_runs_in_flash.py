# Code of a module in ROMFS runs where it is. A module of 40 KB takes less than
# 1 KB of RAM, of which the code has less than 200 bytes.
#: app.wat --xip
#| (module (type $t (func (param i32) (result i32))) (table 1400 funcref)
#1400| (elem (i32.const {i}) $f{i})
#1400| (func $f{i} (type $t) (i32.add (i32.xor (i32.mul (local.get 0) (i32.const 70{i}1)) (i32.rotl (local.get 0) (i32.const {i}))) (i32.const {i})))
#|   (func (export "call") (param i32 i32) (result i32)
#|     (call_indirect (type $t) (local.get 1) (local.get 0))))
#: app.romfs app.mpy
import gc
import os
import uctypes
import vfs
from check import equal, is_in, raises

rom = vfs.rom_ioctl(2, 0)
gc.collect()
before = gc.mem_alloc()
import app  # noqa: E402

gc.collect()
used = gc.mem_alloc() - before
size = os.stat("/rom/app.mpy")[6]
assert size > 40000, size
assert used < 1000, used
assert is_in(rom, app.call)
equal(app.call(0, 5), 5 * 7001 ^ 5)
equal(app.call(1199, 1), (7011991 ^ 1 << 1199 % 32) + 1199)
raises(app.Trap, "undefined element", app.call, 1400, 0)
other = app.instantiate()
assert is_in(rom, other.call)
equal(other.call(3, 2), (2 * 7031 ^ 2 << 3) + 3)
