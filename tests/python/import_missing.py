# A missing import is an ImportError that names it and what was expected.
#: app.wat --no-instance
#| (module
#|   (import "env" "log" (func (param i32 f64) (result i64))))
#: memory.wat --no-instance
#| (module (import "env" "memory" (memory 1 2)))
#: table.wat --no-instance
#| (module (import "env" "table" (table 10 funcref)))
#: variable.wat --no-instance
#| (module (import "env" "n" (global (mut f32))))
#: plain.wat --no-instance
#| (module (import "env" "tick" (func)))
#: multi.wat --no-instance
#| (module (import "env" "two" (func (result i32 i32))))
from check import raises
import app
import memory
import multi
import plain
import table
import variable

for imports in ({}, {"env": {}}, {"other": {}}):
    raises(ImportError,
           "env.log: expected func (i32, f64) -> i64, not found",
           app.instantiate, imports)
    raises(ImportError, "env.memory: expected memory 1..2, not found",
           memory.instantiate, imports)
    raises(ImportError, "env.table: expected table 10 funcref, not found",
           table.instantiate, imports)
    raises(ImportError, "env.n: expected global mut f32, not found",
           variable.instantiate, imports)
    raises(ImportError, "env.tick: expected func (), not found",
           plain.instantiate, imports)
    raises(ImportError, "env.two: expected func () -> (i32, i32), not found",
           multi.instantiate, imports)
