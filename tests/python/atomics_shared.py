# A shared memory, in which nobody waits and nobody is woken: there is one thread.
#: also --memory=lean
#: needs 400k
#: app.wat
#| (module (memory (export "memory") 1 3 shared)
#|   (data (i32.const 64) "\2a\00\00\00\00\00\00\00")
#|   (func (export "wait32") (param i32 i32 i64) (result i32)
#|     (memory.atomic.wait32 offset=32
#|       (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "wait64") (param i32 i64 i64) (result i32)
#|     (memory.atomic.wait64 offset=32
#|       (local.get 0) (local.get 1) (local.get 2)))
#|   (func (export "notify") (param i32 i32) (result i32)
#|     (memory.atomic.notify (local.get 0) (local.get 1)))
#|   (func (export "load") (param i32) (result i32)
#|     (i32.load (local.get 0)))
#|   (func (export "grow") (param i32) (result i32)
#|     (memory.grow (local.get 0))))
from check import equal, raises
import app

DAY = 86400 * 1000000000
# The value differs; it does not, and the wait ends when its time has come.
equal(app.wait32(32, 41, -1), 1)
equal(app.wait64(32, 41, DAY), 1)
equal(app.wait32(32, 42, 0), 2)
equal(app.wait32(32, 42, DAY), 2)
equal(app.wait64(32, 42, DAY), 2)
# Only another thread could end these.
raises(app.Trap, "deadlock", app.wait32, 32, 42, -1)
raises(app.Trap, "deadlock", app.wait64, 32, 42, -DAY)
raises(app.Trap, "unaligned atomic", app.wait32, 34, 42, 0)
raises(app.Trap, "unaligned atomic", app.wait64, 36, 42, 0)
raises(app.Trap, "out of bounds memory access", app.wait32, 65504, 0, 0)

equal(app.notify(64, -1), 0)
raises(app.Trap, "out of bounds memory access", app.notify, 65536, 0)
raises(app.Trap, "unaligned atomic", app.notify, 65, 0)

equal(app.grow(2), 1)
equal(app.grow(1), -1)
equal(len(app.memory), 3 * 65536)
equal(app.load(3 * 65536 - 4), 0)
