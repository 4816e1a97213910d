# Where the runtime expects a str, something else is an error: a name of a
# keyword argument that is none, and an environment of objects that can be added
# to strings.
#: needs 200k
#: command.wat
#| (module
#|   (import "wasi_snapshot_preview1" "environ_get"
#|     (func $get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "environ_sizes_get"
#|     (func $sizes (param i32 i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (func (export "_start")
#|     (drop (call $sizes (i32.const 0) (i32.const 4)))
#|     (drop (call $get (i32.const 16) (i32.const 256)))))
#: bound.pyi
#| def first(data: bytes) -> int: ...
#: bound.wat --bind=bound.pyi
#| (module (memory (export "memory") 1)
#|   (func (export "malloc") (param i32) (result i32) (i32.const 100))
#|   (func (export "free") (param i32))
#|   (func (export "first") (param i32 i32) (result i32)
#|     (i32.load8_u (local.get 0))))
from check import equal, fails, raises
import bound
import command


class Text:
    def __add__(self, other):
        return self

    def __radd__(self, other):
        return self


class Number(Text):
    def __add__(self, other):
        return 5


command.main(env={"name": "value"})
for key in (1, None, (1, 2)):
    fails(TypeError, lambda: command.main(**{key: 2}))
    fails(TypeError, lambda: bound.first(**{key: b"a"}))
for value in (Text(), Number()):
    fails(TypeError, lambda: command.main(env={"name": value}))
    fails(TypeError, lambda: command.main(env={value: "value"}))
equal(bound.first(data=b"a"), 97)
