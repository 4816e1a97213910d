# A Python module of the name of WASI, and what is given to instantiate, come
# before the functions that are simply there.
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "random_get"
#|     (func $random_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "sched_yield"
#|     (func $sched_yield (result i32)))
#|   (memory (export "memory") 1)
#|   (export "random_get" (func $random_get))
#|   (export "sched_yield" (func $sched_yield)))
#: wasi_snapshot_preview1.py
#| def sched_yield():
#|     return 77
from check import equal, raises
import app

equal(app.sched_yield(), 77)
equal(app.random_get(0x10000, 1), 21)
own = app.instantiate({"wasi_snapshot_preview1": {"random_get": lambda a, b: a + b}})
equal(own.sched_yield(), 0)
equal(own.random_get(3, 4), 7)
raises(ImportError, "wasi_snapshot_preview1.random_get: expected func (i32, i32)"
       " -> i32, got int", app.instantiate,
       {"wasi_snapshot_preview1": {"random_get": 5}})
