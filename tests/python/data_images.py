# What data segments write, with runs of zeros and without, small and large,
# one after the other and one over the other.
#: each arch
#: needs 700k
#: small.wat
#| (module (memory (export "m") 1)
#|   (data (i32.const 100) "a\00\00\00\00\00\00\00\00\00\00\00b\00c\00\00")
#|   (data (i32.const 20) "")
#|   (data (i32.const 0) "\00\00\00\00\00\00\00\00\00\00\00\00z")
#|   (data (i32.const 65535) "\ff")
#|   (data (i32.const 117) "next\00"))
#: zeros.wat
#| (module (memory (export "m") 1) (data (i32.const 8) "\00\00\00\00\00"))
#: overlap.wat
#| (module (memory (export "m") 1)
#|   (data (i32.const 4) "abcdefghijklmnop") (data (i32.const 8) "\00\00\00\00"))
#: two.wat
#| (module (memory (export "m") 1) (memory (export "n") 1 1)
#|   (data (memory 1) (i32.const 3) "second") (data (i32.const 5) "first"))
#: start.wat
#| (module (memory (export "m") 1) (data (i32.const 3) "start")
#|   (func $f (i32.store8 (i32.const 4) (i32.load8_u (i32.const 3)))) (start $f))
#: large.wat
#| (module (memory 1 1) (memory (export "m") 1 1)
#|   (data (memory 0) (i32.const 0) "other")
#|   (data (memory 1) (i32.const 1000)
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "\00\00\00\00\00\00\00\00\00\00\00\00"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"
#|   ))
from check import equal

LINE = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"


def check(memory, *pieces):
    """Memory is these pieces, and else zeros."""
    others = 0
    for at in range(0, 65536, 1024):
        others += 1024 - memory[at:at + 1024].count(b"\0")
    for at, text in pieces:
        equal(bytes(memory[at:at + len(text)]), text)
        others -= len(text) - text.count(b"\0")
    equal(others, 0)


def memory_of(name, memory="m"):
    return getattr(__import__(name), memory)


check(memory_of("small"), (12, b"z"), (100, b"a"), (112, b"b\0c"),
      (117, b"next"), (65535, b"\xff"))
check(memory_of("zeros"))
check(memory_of("overlap"), (4, b"abcd\0\0\0\0ijklmnop"))
check(memory_of("two"), (5, b"first"))
check(memory_of("two", "n"), (3, b"second"))
check(memory_of("start"), (3, b"ssart"))
check(memory_of("large"), (1000, 6 * LINE + bytes(12) + 6 * LINE))
import large
check(large.instantiate().m, (1000, 6 * LINE + bytes(12) + 6 * LINE))
