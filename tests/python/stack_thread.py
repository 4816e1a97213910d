# Recursion in a thread traps at the end of that thread's stack, which is
# smaller than the main one, and at a greater depth where it is larger.
#: arch x64 x86 rv64imc
#: app.wat
#| (module
#|   (func $depth (export "depth") (param i32) (result i32)
#|     (if (result i32) (local.get 0)
#|       (then (i32.add (i32.const 1)
#|         (call $depth (i32.sub (local.get 0) (i32.const 1)))))
#|       (else (i32.const 0)))))
from check import equal, in_thread
import app


def deepest(depth=1 << 20):
    low = 0
    while low < depth:
        middle = (low + depth + 1) // 2
        try:
            equal(app.depth(middle), middle)
            low = middle
        except app.Trap as error:
            equal(str(error), "call stack exhausted")
            depth = middle - 1
    return low


main = deepest()
for _ in range(20):
    small = in_thread(0, deepest)
    large = in_thread(1 << 20, deepest)
    assert small < main < large, (small, main, large)
    assert 300 < small, small
    equal(deepest(), main)
