# The main() of a WASI command takes it, too.
#: app.wat --fuel=1000
#| (module
#|   (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
#|   (memory (export "memory") 1)
#|   (func (export "_start") (local i32)
#|     (local.set 0 (i32.const 50))
#|     (loop $next
#|       (br_if $next (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))
from check import raises
import app

app.main()
app.main(fuel=1 + 2 + 50 * 6)
raises(app.Trap, "out of fuel", app.main, fuel=2 + 50 * 6)
