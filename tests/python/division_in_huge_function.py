# In a function of more than 128 KB, which gets few passes, each check traps: those
# next to the place that traps for the one before, and others. Most of the
# function is constants that nobody uses.
#: app.wat
#| (module (func (export "f") (param i32 i32) (result i32)
#12000| (drop (i64.const 0x7eeeeeeeeeeeeeee))
#200| (local.set 0 (i32.add (i32.div_s (local.get 0) (local.get 1)) (i32.const {i})))
#|   (local.get 0)))
from check import equal, raises
import app

COUNT = 200
LEAST = -(1 << 31)


def wrapped(number):
    return (number + (1 << 31)) % (1 << 32) - (1 << 31)


# With the divisor -1: what leads to the least number before division `position`.
def start_for(position):
    value = LEAST
    for i in range(position - 1, -1, -1):
        value = wrapped(i - value)
    return value


equal(app.f(7, 1), 7 + sum(range(COUNT)))
raises(app.Trap, 'integer divide by zero', app.f, 7, 0)
for position in range(COUNT):
    raises(app.Trap, 'integer overflow', app.f, start_for(position), -1)
