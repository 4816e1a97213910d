# Ten thousand traps leave nothing behind.
#: each arch
#: app.wat
#| (module
#|   (func (export "f") (param i32) (result i32)
#|     i32.const 1 local.get 0 i32.div_s))
import gc
import app

gc.collect()
before = gc.mem_alloc()
for _ in range(10000):
    try:
        app.f(0)
        assert False
    except app.Trap:
        pass
gc.collect()
assert gc.mem_alloc() - before < 2000, gc.mem_alloc() - before
assert app.f(1) == 1
