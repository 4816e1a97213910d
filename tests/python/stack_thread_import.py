# A thread may import a module. Whoever uses it then, stops at the end of its
# own stack.
#: arch x64 x86 rv64imc
#: app.wat
#| (module
#|   (func $depth (export "depth") (param i32) (result i32)
#|     (if (result i32) (local.get 0)
#|       (then (i32.add (i32.const 1)
#|         (call $depth (i32.sub (local.get 0) (i32.const 1)))))
#|       (else (i32.const 0)))))
import sys
from check import equal, in_thread, raises


def deepest():
    """The depth at which it traps, by a quarter."""
    import app

    depth = 100
    while True:
        try:
            equal(app.depth(depth), depth)
            depth += depth // 4
        except app.Trap as error:
            equal(str(error), "call stack exhausted")
            return depth


for first in (0, 8 << 20):
    sizes = [in_thread(first, deepest), deepest(), in_thread(0, deepest),
             in_thread(8 << 20, deepest)]
    assert sizes[2] < sizes[1] < sizes[3], sizes
    # MicroPython itself now and then misses its margin in a thread's size, as it
    # subtracts it after the thread was started: that is up to one step.
    same = sizes[0], sizes[3 if first else 2]
    assert max(same) <= min(same) * 5 // 4, sizes
    # The limit of another instance is known no better.
    import app

    raises(app.Trap, "call stack exhausted", app.instantiate().depth, 1 << 20)
    equal(app.depth(sizes[1] // 2), sizes[1] // 2)
    del sys.modules["app"], app
