# The standard streams are bytes; they are never closed; stdin reads a line.
#: also --memory=lean
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "fd_close"
#|     (func $fd_close (param i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_fdstat_get"
#|     (func $fd_fdstat_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_filestat_get"
#|     (func $fd_filestat_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_prestat_get"
#|     (func $fd_prestat_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_read"
#|     (func $fd_read (param i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_renumber"
#|     (func $fd_renumber (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_write"
#|     (func $fd_write (param i32 i32 i32 i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (export "fd_close" (func $fd_close))
#|   (export "fd_fdstat_get" (func $fd_fdstat_get))
#|   (export "fd_filestat_get" (func $fd_filestat_get))
#|   (export "fd_prestat_get" (func $fd_prestat_get))
#|   (export "fd_read" (func $fd_read))
#|   (export "fd_renumber" (func $fd_renumber))
#|   (export "fd_write" (func $fd_write)))
#: needs 150k
from check import equal
import app

EBADF, ESPIPE = 8, 70


def number(at, size=4):
    return int.from_bytes(bytes(app.memory[at : at + size]), "little")


def write(fd, *texts):
    at = 1000
    for i, text in enumerate(texts):
        app.memory[8 * i : 8 * i + 4] = at.to_bytes(4, "little")
        app.memory[8 * i + 4 : 8 * i + 8] = len(text).to_bytes(4, "little")
        app.memory[at : at + len(text)] = text
        at += len(text)
    equal(app.fd_write(fd, 0, len(texts), 500), 0)
    equal(number(500), sum(len(text) for text in texts))


write(1, b"one ", b"", b"two \xc3\xa4\n")
write(1)
app.memory[0:8] = b"\0\1\0\0\x20\0\0\0"
equal(app.fd_read(0, 0, 1, 500), 0)
equal(number(500), 0)  # the end: nothing was typed

# Terminals: character devices without the rights to seek and tell.
for fd in range(3):
    equal(app.fd_fdstat_get(fd, 600), 0)
    equal(number(600, 1), 2)
    equal(number(608, 8), 0x1FFFFFFF & ~0x24)
equal(app.fd_filestat_get(1, 600), 0)
equal(number(616, 8), 2)
equal(app.fd_prestat_get(1, 600), EBADF)

# 7 is not there; 5 is taken by renumbering.
equal(app.fd_close(7), EBADF)
equal(app.fd_close(1), 0)
equal(app.fd_write(1, 0, 0, 500), EBADF)
equal(app.fd_close(1), EBADF)
print("still there")
equal(app.fd_renumber(2, 1), EBADF)
other = app.instantiate()
equal(other.fd_write(1, 0, 0, 500), 0)
equal(other.fd_renumber(1, 2), 0)
equal(other.fd_close(1), EBADF)
equal(other.fd_close(2), 0)
#> one two ä
#> still there
