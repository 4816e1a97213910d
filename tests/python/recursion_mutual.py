# Mutual recursion traps: through direct calls, a table, and references.
#: each arch
#: app.wat
#| (module
#|   (type $t (func (param i32) (result i32)))
#|   (table 2 funcref) (elem (i32.const 0) $ping $pong)
#|   (func $a (export "a") (result i32) call $b i32.const 1 i32.add)
#|   (func $b (export "b") (result i32) call $a i32.const 1 i32.add)
#|   (func $ping (export "ping") (type $t)
#|     local.get 0 i32.const 1 call_indirect (type $t) i32.const 1 i32.add)
#|   (func $pong (export "pong") (type $t)
#|     local.get 0 i32.const 0 call_indirect (type $t) i32.const 1 i32.add))
from check import raises
import app

for f, args in ((app.a, ()), (app.b, ()), (app.ping, (1,)), (app.pong, (1,))):
    raises(RuntimeError, "call stack exhausted", f, *args)
