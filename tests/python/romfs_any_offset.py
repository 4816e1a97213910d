# An image at any address: where the code is not aligned, it is copied.
#: app.wat --xip
#| (module (memory 1) (data (i32.const 8) "\01\02\03\04")
#|   (func (export "f") (param i32) (result i32)
#|     (i32.load8_u (local.get 0)))
#|   (func (export "g") (param f64) (result f64)
#|     (f64.div (local.get 0) (f64.const 3.25))))
#: app.romfs app.mpy
import gc
import sys
import vfs
from check import equal, is_in, raises

rom = vfs.rom_ioctl(2, 0)
sys.path.remove("/rom")
sys.path.append("/image")
SIZE = 4096
in_place = 0
for offset in range(16):
    buffer = bytearray(SIZE + 16)
    buffer[offset : offset + SIZE] = rom[:SIZE]
    vfs.mount(vfs.VfsRom(memoryview(buffer)[offset:]), "/image")
    import app

    in_place += is_in(buffer, app.f)
    equal(is_in(buffer, app.f), offset % 4 == 0)
    for _ in range(3):
        gc.collect()
        garbage = [bytearray(b"\xff" * 100) for _ in range(100)]
        equal(app.f(9), 2)
        equal(app.g(6.5), 2.0)
        raises(app.Trap, "out of bounds memory access", app.f, 65536)
    vfs.umount("/image")
    del sys.modules["app"], app
equal(in_place, 4)
