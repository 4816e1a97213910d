# Where to go on in a folder is a number of 64 bits; what no entry has given is
# behind the last one.
#: arch x64 x86 rv64imc
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "fd_readdir"
#|     (func $fd_readdir (param i32 i32 i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_prestat_get"
#|     (func $fd_prestat_get (param i32 i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (export "fd_prestat_get" (func $fd_prestat_get))
#|   (export "fd_readdir" (func $fd_readdir)))
from check import equal
import app


def used(cookie):
    equal(app.fd_readdir(3, 1000, 64, cookie, 0), 0)
    return int.from_bytes(app.memory[0:4], "little")


equal(app.fd_prestat_get(3, 0), 0)
equal(used(0), 64)
for cookie in (1 << 32, (1 << 32) + 1, 1 << 63, -1, (1 << 32) - 1):
    equal(used(cookie), 0)
