# Files through path_open; errors of the file system become WASI's.
#: also --memory=lean
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "fd_close"
#|     (func $fd_close (param i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_datasync"
#|     (func $fd_datasync (param i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_fdstat_get"
#|     (func $fd_fdstat_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_filestat_get"
#|     (func $fd_filestat_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_pread"
#|     (func $fd_pread (param i32 i32 i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_prestat_get"
#|     (func $fd_prestat_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_prestat_dir_name"
#|     (func $fd_prestat_dir_name (param i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_pwrite"
#|     (func $fd_pwrite (param i32 i32 i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_read"
#|     (func $fd_read (param i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_renumber"
#|     (func $fd_renumber (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_seek"
#|     (func $fd_seek (param i32 i64 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_sync"
#|     (func $fd_sync (param i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_tell"
#|     (func $fd_tell (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_write"
#|     (func $fd_write (param i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_filestat_get"
#|     (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_open"
#|     (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_readlink"
#|     (func $path_readlink (param i32 i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_remove_directory"
#|     (func $path_remove_directory (param i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_rename"
#|     (func $path_rename (param i32 i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_unlink_file"
#|     (func $path_unlink_file (param i32 i32 i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (export "fd_close" (func $fd_close))
#|   (export "fd_datasync" (func $fd_datasync))
#|   (export "fd_fdstat_get" (func $fd_fdstat_get))
#|   (export "fd_filestat_get" (func $fd_filestat_get))
#|   (export "fd_pread" (func $fd_pread))
#|   (export "fd_prestat_get" (func $fd_prestat_get))
#|   (export "fd_prestat_dir_name" (func $fd_prestat_dir_name))
#|   (export "fd_pwrite" (func $fd_pwrite))
#|   (export "fd_read" (func $fd_read))
#|   (export "fd_renumber" (func $fd_renumber))
#|   (export "fd_seek" (func $fd_seek))
#|   (export "fd_sync" (func $fd_sync))
#|   (export "fd_tell" (func $fd_tell))
#|   (export "fd_write" (func $fd_write))
#|   (export "path_filestat_get" (func $path_filestat_get))
#|   (export "path_open" (func $path_open))
#|   (export "path_readlink" (func $path_readlink))
#|   (export "path_remove_directory" (func $path_remove_directory))
#|   (export "path_rename" (func $path_rename))
#|   (export "path_unlink_file" (func $path_unlink_file)))
#: needs 200k
from check import equal
import os
import app

CREAT, DIRECTORY, EXCL, TRUNC = 1, 2, 4, 8
READ, WRITE = 2, 64
EBADF, EEXIST, EINVAL, ENOENT, ENOTDIR, ENOTCAPABLE = 8, 20, 28, 44, 54, 76


def number(at, size=4):
    return int.from_bytes(bytes(app.memory[at : at + size]), "little")


def put_path(path):
    app.memory[1000 : 1000 + len(path)] = path
    return 1000, len(path)


def path_open(path, how=0, rights=READ, flags=0):
    error = app.path_open(3, 0, *put_path(path), how, rights, 0, flags, 500)
    return -error if error else number(500)


def buffer(data, size):
    app.memory[0:8] = b"\0\x10\0\0" + size.to_bytes(4, "little")
    app.memory[0x1000 : 0x1000 + len(data)] = data
    return 0, 1


def write(fd, data):
    equal(app.fd_write(fd, *buffer(data, len(data)), 500), 0)
    equal(number(500), len(data))


def read(fd, size):
    equal(app.fd_read(fd, *buffer(b"", size), 500), 0)
    return bytes(app.memory[0x1000 : 0x1000 + number(500)])


# The current folder is there as "/".
equal(app.fd_prestat_get(3, 500), 0)
equal((number(500), number(504)), (0, 1))
equal(app.fd_prestat_dir_name(3, 500, 1), 0)
equal(bytes(app.memory[500:501]), b"/")
equal(app.fd_prestat_get(4, 500), EBADF)

name = b"wasi_test.txt"
equal(path_open(name), -ENOENT)
equal(path_open(name, DIRECTORY), -ENOENT)
equal(path_open(b""), -ENOENT)
equal(path_open(b"a\0b"), -EINVAL)
for outside in (b"/" + name, b"..", b"a/../../b", b"./.././" + name):
    equal(path_open(outside, CREAT, WRITE), -ENOTCAPABLE)

fd = path_open(name, CREAT, WRITE)
equal(fd, 4)
write(fd, b"hello, world")
equal(app.fd_close(fd), 0)
with open(name.decode(), "rb") as file:
    equal(file.read(), b"hello, world")
equal(path_open(name, CREAT | EXCL, WRITE), -EEXIST)
equal(path_open(name, DIRECTORY), -ENOTDIR)

# CREAT leaves what is there; the lowest number is taken; two are open at once.
fd = path_open(b"a/.././/" + name, CREAT, READ | WRITE)
equal(fd, 4)
other = path_open(name)
equal(other, 5)
equal(read(other, 5), b"hello")
equal(app.fd_seek(other, -5, 2, 500), 0)
equal(number(500, 8), 7)
equal(read(other, 100), b"world")
equal(read(other, 100), b"")
equal(app.fd_tell(other, 500), 0)
equal(number(500, 8), 12)
equal(app.fd_seek(other, 1 << 33, 0, 500) in (0, EINVAL), True)
equal(app.fd_seek(other, 2, 0, 500), 0)
equal(app.fd_pread(other, *buffer(b"", 3), 4, 500), 0)
equal(bytes(app.memory[0x1000:0x1003]), b"o, ")
equal(app.fd_tell(other, 500), 0)
equal(number(500, 8), 2)
equal(app.fd_pwrite(fd, *buffer(b"J", 1), 0, 500), 0)
equal(app.fd_filestat_get(fd, 600), 0)
equal((number(616, 8), number(632, 8)), (4, 12))
equal(app.fd_sync(fd), 0)
equal(app.fd_datasync(fd), 0)
equal(app.fd_renumber(fd, other), 0)
equal(app.fd_tell(fd, 500), EBADF)
equal(read(other, 5), b"Jello")
equal(app.fd_close(other), 0)

fd = path_open(name, 0, WRITE, 1)  # to append to
write(fd, b"!")
equal(app.fd_fdstat_get(fd, 600), 0)
equal((number(600, 1), number(602, 2)), (4, 1))
equal(app.fd_close(fd), 0)
equal(app.path_filestat_get(3, 0, *put_path(name), 600), 0)
equal(number(632, 8), 13)
fd = path_open(name, TRUNC, WRITE)
equal(app.fd_close(fd), 0)
equal(os.stat(name.decode())[6], 0)
at, size = put_path(name + b"2")
equal(app.path_rename(3, at, size - 1, 3, at, size), 0)
equal(app.path_unlink_file(3, at, size - 1), ENOENT)
equal(app.path_remove_directory(3, at, size), ENOTDIR)
equal(app.path_readlink(3, at, size, 600, 10, 500), EINVAL)
equal(app.path_unlink_file(3, at, size), 0)
equal(app.path_filestat_get(3, 0, at, size, 600), ENOENT)
