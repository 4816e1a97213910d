# Several modules in one image, in folders, with Python beside them; they are
# there after a reset, too.
#: one.wat --xip
#| (module (func (export "f") (result i32) (i32.const 1)))
#: two.wat --xip
#| (module (import "one" "f" (func $f (result i32)))
#|   (func (export "f") (result i32) (i32.add (call $f) (i32.const 1))))
#: plain.wat
#| (module (func (export "f") (result i32) (i32.const 3)))
#: four.py
#| import one, two
#| def f(): return one.f() + one.f() + two.f()
#: app.romfs one.mpy two.mpy plain.mpy four.py
#> 1 2 3 4
#> 1 2 3 4
import os
import machine
import vfs
from check import is_in
import one
import two
import plain
import four

rom = vfs.rom_ioctl(2, 0)
assert is_in(rom, one.f) and is_in(rom, two.f)
assert not is_in(rom, plain.f)
print(one.f(), two.f(), plain.f(), four.f())
try:
    os.stat("again")
except OSError:
    open("again", "w").close()
    machine.reset()
