# Nothing is reached through a symbolic link in a folder, wherever it leads:
# MicroPython cannot tell that.
#: arch x64 x86 rv64imc
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "fd_readdir"
#|     (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_create_directory"
#|     (func $mkdir (param i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_filestat_get"
#|     (func $stat (param i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_open"
#|     (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_readlink"
#|     (func $readlink (param i32 i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_remove_directory"
#|     (func $rmdir (param i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_rename"
#|     (func $rename (param i32 i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_unlink_file"
#|     (func $unlink (param i32 i32 i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (export "readdir" (func $readdir))
#|   (export "mkdir" (func $mkdir))
#|   (export "stat" (func $stat))
#|   (export "open" (func $open))
#|   (export "readlink" (func $readlink))
#|   (export "rmdir" (func $rmdir))
#|   (export "rename" (func $rename))
#|   (export "unlink" (func $unlink))
#|   (export "_start" (func $start))
#|   (func $start))
import os
from check import equal
import app

ENOTCAPABLE = 76
os.system("rm -rf outside root; mkdir -p outside/sub root/inner;"
          "echo a > outside/a; echo b > root/inner/b; cd root;"
          "ln -s ../outside out; ln -s out chain; ln -s ../outside/a file; ln -s ../outside/new dangling;"
          "ln -s inner inside; ln -s ../../outside inner/deep")


def check(texts, expected, function):
    for text in texts:
        data = text.encode()
        p.memory[100 : 100 + len(data)] = data
        equal((text, function(100, len(data))), (text, expected))


p = app.instantiate()
p.memory[500:504] = b"root"
p.memory[400:409] = b"plain.txt"
equal(p.open(3, 0, 500, 4, 2, 2, 0, 0, 600), 0)
root = p.memory[600]
THROUGH = ("out/a", "out/new", "out/sub", "chain/a", "chain", "out", "file",
           "dangling", "inner/deep/a", "inner/../out/a", "./out//a", "inside/b")
for function in (
        lambda at, n: p.open(root, 1, at, n, 0, 2, 0, 0, 600),
        lambda at, n: p.open(root, 1, at, n, 9, 66, 0, 0, 600),
        lambda at, n: p.stat(root, 1, at, n, 600),
        lambda at, n: p.unlink(root, at, n),
        lambda at, n: p.rmdir(root, at, n),
        lambda at, n: p.mkdir(root, at, n),
        lambda at, n: p.rename(root, at, n, root, 400, 9),
        lambda at, n: p.rename(3, 400, 9, root, at, n),
        lambda at, n: p.readlink(root, at, n, 600, 9, 700)):
    check(THROUGH, ENOTCAPABLE, function)
# From the folder above, too.
check(["root/" + text for text in THROUGH], ENOTCAPABLE,
      lambda at, n: p.stat(3, 1, at, n, 600))
check(("inner/b", "inner", ".", "inner/../inner/b"), 0,
      lambda at, n: p.stat(root, 1, at, n, 600))
equal(sorted(os.listdir("outside")), ["a", "sub"])
equal(open("outside/a").read(), "a\n")
# Where a name is not UTF-8, the others can be used, and all are listed.
os.system("printf c > root/inner/`printf 'caf\\351'`")
check(("inner/b",), 0, lambda at, n: p.stat(root, 1, at, n, 600))
check(("inner",), 0, lambda at, n: p.open(root, 0, at, n, 2, 2, 0, 0, 600))
equal(p.readdir(p.memory[600], 1000, 1000, 0, 700), 0)
assert b"caf\xe9" in bytes(p.memory[1000:2000])
os.system("rm -rf outside root")
