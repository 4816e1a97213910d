# An imported memory is shared or not, as its type says.
#: each arch
#: needs 400k
#: plain.wat --memory=exact
#| (module (memory (export "memory") 1 2))
#: shared.wat
#| (module (memory (export "memory") 1 2 shared)
#|   (func (export "grow") (result i32) (memory.grow (i32.const 1)))
#|   (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
#: app.wat --no-instance
#| (module (import "env" "memory" (memory 1 2 shared))
#|   (export "memory" (memory 0)) (data (i32.const 8) "\07")
#|   (func (export "add") (param i32 i32) (result i32)
#|     (i32.atomic.rmw.add (local.get 0) (local.get 1)))
#|   (func (export "grow") (result i32) (memory.grow (i32.const 1))))
#: unshared.wat --no-instance
#| (module (import "env" "memory" (memory 1 2)))
#: larger.wat --no-instance
#| (module (import "env" "memory" (memory 2 2 shared)))
#: mixed.wat --no-instance
#| (module (import "other" "memory" (memory 1 4 shared)) (memory 1)
#|   (func (export "store") (param i32 i32)
#|     (i32.store 1 (local.get 0) (local.get 1)))
#|   (func (export "load") (param i32) (result i32)
#|     (i32.load 0 (local.get 0)))
#|   (func (export "size") (result i32) (memory.size 0)))
from check import equal, fails, raises
import app
import larger
import mixed
import plain
import shared
import unshared

a = app.instantiate({"env": shared})
equal(a.add(8, 3), 7)
equal(shared.load(8), 10)
equal(a.memory is shared.memory, True)

raises(ImportError, "env.memory: expected memory 1..2 shared, got memory 1..2",
       app.instantiate, {"env": plain})
raises(ImportError,
       "env.memory: expected memory 2..2 shared, got memory 1..2 shared",
       larger.instantiate, {"env": shared})
fails(ImportError, unshared.instantiate, {"env": shared})
raises(ImportError, "env.memory: expected memory 1..2 shared, not found",
       app.instantiate, {})

equal((a.grow(), shared.memory.size, a.grow()), (1, 2, -1))
b = mixed.instantiate({"other": shared})
b.store(8, 5)
equal((b.load(8), b.size()), (10, 2))
