# WASI before preview 1: fd_seek counts whence from the current place.
#: app.wat
#| (module
#|   (import "wasi_unstable" "path_open"
#|     (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
#|   (import "wasi_unstable" "fd_seek"
#|     (func $seek (param i32 i64 i32 i32) (result i32)))
#|   (import "wasi_unstable" "fd_close" (func $close (param i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (data (i32.const 16) "seek.txt")
#|   (func (export "open") (result i32)
#|     (drop (call $open (i32.const 3) (i32.const 0) (i32.const 16)
#|       (i32.const 8) (i32.const 0) (i64.const 6) (i64.const 6) (i32.const 0)
#|       (i32.const 8)))
#|     (i32.load (i32.const 8)))
#|   (func (export "seek") (param i32 i64 i32) (result i64)
#|     (if (result i64) (call $seek (local.get 0) (local.get 1) (local.get 2)
#|                                  (i32.const 8))
#|       (then (i64.const -1)) (else (i64.load (i32.const 8)))))
#|   (func (export "close") (param i32) (drop (call $close (local.get 0)))))
#: needs 150k
from check import equal
import app

with open("seek.txt", "w") as file:
    file.write("0123456789")
fd = app.open()
CURRENT, END, START = 0, 1, 2
equal(app.seek(fd, 4, START), 4)
equal(app.seek(fd, 2, CURRENT), 6)
equal(app.seek(fd, -1, END), 9)
app.close(fd)
