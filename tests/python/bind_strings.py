# Strings: with a zero byte at the end or with a length, in both directions.
#: also --memory=lean
#: app.pyi
#| def length(s: str) -> int
#| def size(s: str) -> int
#| def first(s: str) -> int
#| def hello() -> str
#| def packed() -> str
#| def pair() -> bytes
#| def no_text() -> str | None
#| def maybe(yes: bool) -> bytes | None
#| def broken() -> str
#| def endless() -> str
#| def outside() -> bytes
#| def copy(s: str) -> str       # free: result
#| def names() -> tuple[str, int]
#: app.wat --bind=app.pyi
#| (module
#|   (memory (export "memory") 1 1)
#|   (global $top (mut i32) (i32.const 1024))
#|   (global $live (export "live") (mut i32) (i32.const 0))
#|   (func $malloc (export "malloc") (param $size i32) (result i32)
#|     (local $at i32)
#|     (if (i32.gt_u (local.get $size) (i32.const 30000))
#|       (then (return (i32.const 0))))
#|     (local.set $at (global.get $top))
#|     (global.set $top (i32.and (i32.const -8)
#|       (i32.add (i32.add (local.get $at) (local.get $size)) (i32.const 7))))
#|     (global.set $live (i32.add (global.get $live) (i32.const 1)))
#|     (local.get $at))
#|   (func (export "free") (param $at i32)
#|     (global.set $live (i32.add (global.get $live) (i32.const -1)))
#|     (if (i32.eqz (global.get $live))
#|       (then (global.set $top (i32.const 1024)))))
#|   (data (i32.const 8) "h\c3\a4llo\00\ff\00")
#|   (data (i32.const 65530) "abcdef")
#|   (func (export "length") (param $at i32) (result i32)
#|     (local $n i32)
#|     (block $done
#|       (loop $next
#|         (br_if $done (i32.eqz (i32.load8_u
#|           (i32.add (local.get $at) (local.get $n)))))
#|         (local.set $n (i32.add (local.get $n) (i32.const 1)))
#|         (br $next)))
#|     (local.get $n))
#|   (func (export "size") (param i32 i32) (result i32) (local.get 1))
#|   (func (export "first") (param i32 i32) (result i32)
#|     (i32.load8_u (local.get 0)))
#|   (func (export "hello") (result i32) (i32.const 8))
#|   (func (export "packed") (result i64) (i64.const 0x300000008))
#|   (func (export "pair") (result i32 i32) (i32.const 8) (i32.const 9))
#|   (func (export "no_text") (result i32) (i32.const 0))
#|   (func (export "maybe") (param i32) (result i32)
#|     (select (i32.const 12) (i32.const 0) (local.get 0)))
#|   (func (export "broken") (result i32) (i32.const 15))
#|   (func (export "endless") (result i32) (i32.const 65530))
#|   (func (export "outside") (result i64) (i64.const 0x90000fff8))
#|   (func (export "copy") (param i32) (result i32)
#|     (local $to i32)
#|     (local.set $to (call $malloc (i32.const 8)))
#|     (i64.store (local.get $to) (i64.load (local.get 0)))
#|     (local.get $to))
#|   (func (export "names") (result i32 i32) (i32.const 8) (i32.const 7)))
import app

assert app.length("") == 0 and app.length("abc") == 3
assert app.length("h\u00e4") == 3  # bytes of UTF-8
assert app.size("h\u00e4\0") == 4 and app.size("") == 0
assert app.first("") == 0
assert app.hello() == "h\u00e4llo"
assert app.packed() == "h\u00e4"
assert app.pair() == b"h\xc3\xa4llo\0\xff\0"
assert app.no_text() is None
assert app.maybe(False) is None and app.maybe(True) == b"lo"
assert app.copy("abc") == "abc"
assert app.names() == ("h\u00e4llo", 7)
assert app.live.value == 0


def raised(function, *args):
    try:
        function(*args)
    except Exception as error:
        return type(error).__name__
    assert app.live.value == 0


assert raised(app.broken) == "UnicodeError"
try:
    app.broken()
except UnicodeError as error:
    assert str(error) == "broken() result must be str: it is no UTF-8", error
assert app.live.value == 0
assert raised(app.endless) == "Trap"
assert raised(app.outside) == "Trap"
assert raised(app.length, b"abc") == "TypeError"
assert raised(app.copy, "\xff" * 3) is None
# Where its length is not passed, a zero byte would cut the string.
assert raised(app.length, "ab\0c") == "ValueError"
assert raised(app.copy, "\0") == "ValueError"
assert app.size("ab\0c") == 4 and app.length("abc") == 3
