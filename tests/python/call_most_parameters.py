# A thousand parameters and results, the most that there may be.
#: app.wat
#| (module
#|   (func $pick (export "pick") (param
#1000| i32
#|     ) (result i32)
#|     (i32.add (i32.mul (local.get 3) (i32.const 1000))
#|       (i32.sub (local.get 999) (local.get 500))))
#|   (func (export "call") (result i32)
#|     (call $pick
#1000| (i32.const {i})
#|     ))
#|   (func $turn (export "turn") (param
#1000| i64
#|     ) (result
#1000| i64
#|     )
#|     (local.get 999)
#999| (local.get {i})
#|   )
#|   (func (export "both") (result i64)
#1000| (i64.const {i})
#|     (call $turn)
#999| (i64.sub)
#|   ))
from check import equal
import app


# A stack of 8 KB does not hold them.
def check(expected, function, *arguments):
    try:
        result = function(*arguments)
    except app.Trap as trap:
        equal(str(trap), 'call stack exhausted')
    else:
        equal(result, expected)


# Of values that are subtracted from those before them, from the last one on.
def left_of(values):
    return sum([-v if i % 2 else v for i, v in enumerate(values)])


check(8 * 1000 + 1004 - 505, app.pick, *range(5, 1005))
check(3 * 1000 + 999 - 500, app.call)
turned = (999,) + tuple(range(999))
check(turned, app.turn, *range(1000))
check(left_of(turned), app.both)
