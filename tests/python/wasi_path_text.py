# A path that is not UTF-8 is EILSEQ wherever there is one.
#: app.wat
#| (module
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
#|   (export "mkdir" (func $mkdir))
#|   (export "stat" (func $stat))
#|   (export "open" (func $open))
#|   (export "readlink" (func $readlink))
#|   (export "rmdir" (func $rmdir))
#|   (export "rename" (func $rename))
#|   (export "unlink" (func $unlink)))
from check import equal
import app

EILSEQ = 25
for bad in (b"\xff", b"a\x80", b"caf\xe9", b"\xc3", b"x/\xe2\x82"):
    n = len(bad)
    app.memory[100 : 100 + n] = bad
    app.memory[200:204] = b"good"
    equal(app.mkdir(3, 100, n), EILSEQ)
    equal(app.stat(3, 0, 100, n, 300), EILSEQ)
    equal(app.open(3, 0, 100, n, 1, 64, 0, 0, 300), EILSEQ)
    equal(app.readlink(3, 100, n, 300, 10, 400), EILSEQ)
    equal(app.rmdir(3, 100, n), EILSEQ)
    equal(app.rename(3, 100, n, 3, 200, 4), EILSEQ)
    equal(app.rename(3, 200, 4, 3, 100, n), EILSEQ)
    equal(app.unlink(3, 100, n), EILSEQ)
