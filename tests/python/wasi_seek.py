# Every offset and every whence gives a place or an errno.
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "fd_pread"
#|     (func $fd_pread (param i32 i32 i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_pwrite"
#|     (func $fd_pwrite (param i32 i32 i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_seek"
#|     (func $fd_seek (param i32 i64 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_open"
#|     (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (export "fd_pread" (func $fd_pread))
#|   (export "fd_pwrite" (func $fd_pwrite))
#|   (export "fd_seek" (func $fd_seek))
#|   (export "path_open" (func $path_open)))
from check import equal
import app

EINVAL = 28
app.memory[100:110] = b"seek_a.txt"
equal(app.path_open(3, 0, 100, 10, 9, 0x42, 0, 0, 200), 0)
fd = app.memory[200]
app.memory[0:8] = b"\x20\0\0\0\4\0\0\0"
app.memory[32:36] = b"abcd"
equal(app.fd_pwrite(fd, 0, 1, 0, 200), 0)
for offset in (-1, -(2**31) - 1, -(2**31), -(2**62) - 1, -(2**63)):
    equal(app.fd_seek(fd, offset, 0, 200), EINVAL)
    equal(app.fd_pread(fd, 0, 1, offset, 200), EINVAL)
    equal(app.fd_pwrite(fd, 0, 1, offset, 200), EINVAL)
for whence in (1, 2, 3, 4, 255, 0x7FFFFFFF, -1):
    equal(app.fd_seek(fd, -(2**63), whence, 200), EINVAL)
    if whence not in (1, 2):
        equal(app.fd_seek(fd, 0, whence, 200), EINVAL)
equal(app.fd_seek(fd, -3, 2, 200), 0)
equal(app.memory[200], 1)
equal(app.fd_pread(fd, 0, 1, 2, 200), 0)
equal(app.memory[200], 2)
equal(bytes(app.memory[32:34]), b"cd")
