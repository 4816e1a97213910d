# A module made with --xip that is not in ROMFS has its code on the heap: the
# collector keeps it while something of the module is there, and no longer.
#: arch armv6m armv7m armv7emsp armv7emdp rv32imc
#: needs 100k
#: app.wat --xip --memory=2K
#| (module (memory (export "memory") 1) (table (export "t") 1 funcref)
#|   (elem (i32.const 0) $next)
#|   (global $n (mut i32) (i32.const 5))
#|   (data (i32.const 0)
#60|   "0123456789abcdef"
#|   )
#|   (func (export "byte") (param i32) (result i32)
#|     (i32.load8_u (local.get 0)))
#|   (func $next (export "next") (result i32)
#|     (global.set $n (i32.add (global.get $n) (i32.const 1)))
#|     (global.get $n))
#|   (func (export "long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_long_") (result i32)
#|     (i32.const 7))
#|   (func (export "down") (param i32) (result i32)
#|     (if (result i32) (local.get 0)
#|       (then (call 3 (i32.sub (local.get 0) (i32.const 1))))
#|       (else (unreachable)))))
import gc
import sys
from check import equal, raises


def stir():
    for _ in range(5):
        gc.collect()
        garbage = [bytearray(b"\xff" * 100) for _ in range(100)]  # noqa: F841


def use(keep):
    import app

    equal([app.byte(i) for i in (0, 15, 959, 960)], [48, 102, 102, 0])
    equal(app.__dict__["long_" * 52](), 7)
    raises(app.Trap, "call stack exhausted", app.down, 1000000)
    del sys.modules["app"]
    return keep(app)


function = use(lambda app: app.instantiate().next)
stir()
equal([function() for _ in range(3)], [6, 7, 8])
table = use(lambda app: app.t)
stir()
equal([table[0]() for _ in range(3)], [6, 7, 8])
memory = use(lambda app: app.memory)
stir()
equal(memory[15], 102)
function = table = memory = None
gc.collect()
before = gc.mem_alloc()
for _ in range(20):
    use(lambda app: None)
    gc.collect()
# The stub stays, as all native text does.
assert gc.mem_alloc() - before < 20 * 250, gc.mem_alloc() - before
