# Files that a program leaves open are closed at its end, however it ends.
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "path_open"
#|     (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
#|   (import "env" "end" (func $end))
#|   (memory (export "memory") 1)
#|   (data (i32.const 0) "file")
#|   (func $try
#|     (if (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4)
#|           (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 8))
#|       (then unreachable)))
#|   (func (export "_start") (call $try) (call $try) (call $end)))
from check import equal, fails
import sys
import builtins
import app


class File:
    def write(self, data):
        return len(data)

    def close(self):
        closed.append(self)


class FS:
    def mount(self, readonly, mkfs):
        pass

    def stat(self, path):
        if path != "/file":
            raise OSError(2)
        return (0x8000, 0, 0, 0, 0, 0, 0, 0, 0, 0)

    def open(self, path, mode):
        equal((path, mode), ("/file", "rb"))
        opened.append(File())
        return opened[-1]


def end(how):
    if how:
        raise how


import vfs

opened, closed = [], []
vfs.mount(FS(), "/closed")
app.main(imports={"env": {"end": lambda: None}}, dirs={"/": "/closed"})
equal(len(opened), 2)
equal(closed, opened[::-1])


def failing():
    raise ValueError("mine")


for how in (failing, sys.exit):
    opened, closed = [], []
    fails((ValueError, SystemExit), app.main, imports={"env": {"end": how}},
          dirs={"/": "/closed/"})
    equal(len(opened), 2)
    equal(closed, opened[::-1])
none = {"env": {"end": lambda: None}}
fails(app.Trap, app.main, imports=none, dirs={})
fails(TypeError, app.main, imports=none, dirs={"/": None})
fails(AttributeError, app.main, imports=none, dirs=5)
