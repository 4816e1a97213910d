# What AssemblyScript imports from env: abort raises with its UTF-16 texts,
# trace and console.log print, seed is random.
#: also --memory=lean
#: app.wat
#| (module
#|   (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
#|   (import "env" "seed" (func $seed (result f64)))
#|   (import "env" "trace"
#|     (func $trace (param i32 i32 f64 f64 f64 f64 f64)))
#|   (import "env" "console.log" (func $log (param i32)))
#|   (memory (export "memory") 1)
#|   (func (export "trap") unreachable)
#|   (export "abort" (func $abort))
#|   (export "seed" (func $seed))
#|   (export "trace" (func $trace))
#|   (export "log" (func $log)))
#: plain.wat
#| (module
#|   (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
#|   (export "abort" (func $abort)))
from check import equal, fails, raises
import app
import plain


def put(at, *codes):
    data = b"".join(code.to_bytes(2, "little") for code in codes)
    app.memory[at - 4 : at] = len(data).to_bytes(4, "little")
    app.memory[at : at + len(data)] = data


def put_text(at, text):
    put(at, *(ord(character) for character in text))


put_text(16, "wrong \u00e4\u20ac")
put_text(100, "a.ts")
raises(app.Trap, "wrong \u00e4\u20ac in a.ts:12:5", app.abort, 16, 100, 12, 5)
raises(app.Trap, "null in null:0:0", app.abort, 0, 0, 0, 0)
# Without Trap it is a RuntimeError; without memory there is no text.
raises(RuntimeError, "null in null:1:2", plain.abort, 0, 0, 1, 2)
fails(RuntimeError, plain.abort, 8, 0, 0, 0)
fails(RuntimeError, app.abort, 0x10000, 0, 0, 0)
fails(RuntimeError, app.abort, 2, 0, 0, 0)

app.log(16)
put(200, 0xD83D, 0xDE00, 0xD83D, 0x7E, 0xA0, 0x7FF, 0x800, 0xDE00, 0xFFFF, 0xDBFF)
app.log(200)
put(200)
app.log(200)
app.trace(100, 0, 1, 2, 3, 4, 5)
app.trace(100, 2, 1.5, -2, 3, 4, 5)
app.trace(100, 9, 1.5, 2.5, 3.5, 4.5, 5.5)
seeds = [app.seed() for i in range(5)]
assert len(set(seeds)) > 1 and all(1 <= seed < 2 for seed in seeds), seeds
#> wrong ä€
#> 😀�~ ߿ࠀ�￿�
#>
#> trace: a.ts
#> trace: a.ts 1.5, -2.0
#> trace: a.ts 1.5, 2.5, 3.5, 4.5, 5.5
