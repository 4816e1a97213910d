# Parameters of more than some 960 bytes, which some architectures pass in memory.
#: other.wat
#| (module
#|   (type $many (func (param
#130| i64
#|     ) (result i64)))
#|   (func (export "second") (type $many) (local.get 1)))
#: app.wat
#| (module
#|   (type $many (func (param
#130| i64
#|     ) (result i64)))
#|   (type $turn (func (param
#130| f64
#|     ) (result f64
#130| f64
#|     )))
#|   (import "other" "second" (func $second (type $many)))
#|   (import "host" "last" (func $last (type $many)))
#|   (import "host" "turn" (func $turn_there (type $turn)))
#|   (table (export "table") 4 funcref)
#|   (elem (i32.const 1) $sum $count $second)
#|   (func $sum (export "sum") (type $many)
#130| (local.get {i})
#129| (i64.add)
#|   )
#|   ;; changes its parameters
#|   (func $count (export "count") (type $many)
#|     (loop $again
#|       (local.set 1 (i64.add (local.get 1) (local.get 129)))
#|       (local.tee 0 (i64.sub (local.get 0) (i64.const 1)))
#|       (br_if $again (i64.ne (i64.const 0))))
#|     (local.get 1))
#|   (func (export "twice") (param i64) (result i64)
#|     (i64.add
#|       (call $sum
#130| (i64.add (local.get 0) (i64.const {i}))
#|       )
#|       (i64.mul (i64.const 1000000) (call $count
#130| (i64.add (i64.const {i}) (i64.const 1))
#|       ))))
#|   (func (export "indirect") (param i32) (result i64)
#130| (i64.add (i64.const {i}) (i64.const 1))
#|     (call_indirect (type $many) (local.get 0)))
#|   (func (export "import") (result i64)
#130| (i64.const {i})
#|     (call $last))
#|   (func (export "tail") (type $many)
#|     (local.set 0 (i64.add (local.get 0) (i64.const 1)))
#130| (local.get {i})
#|     (return_call $sum))
#|   ;; to itself
#|   (func $down (export "down") (type $many)
#|     (if (result i64) (i64.eqz (local.get 0))
#|       (then (local.get 2))
#|       (else
#|         (i64.sub (local.get 0) (i64.const 1))
#|         (i64.add (local.get 1) (i64.const 1))
#|         (local.get 1)
#127| (local.get 129)
#|         (return_call $down))))
#|   (func (export "falls") (param i64) (result i64)
#|     (local.get 0)
#129| (i64.const 130)
#|     (call $down))
#|   (func $turn (export "turn") (type $turn)
#|     (local.get 129)
#130| (local.get {i})
#|   )
#|   (func (export "turned") (result f64)
#130| (f64.const {i})
#|     (call $turn)
#130| (f64.sub)
#|   )
#|   (func (export "turned_there") (result f64)
#130| (f64.const {i})
#|     (call $turn_there)
#130| (f64.sub)
#|   ))
#: host.py
#| def last(*arguments):
#|     return arguments[-1] - arguments[0] * 7
#|
#|
#| def turn(*arguments):
#|     return (arguments[-1],) + arguments
import gc
from check import equal
import app

n = 130
numbers = tuple(range(1, n + 1))
floats = tuple(float(x) for x in range(n))


# A call from Python with so many takes more than half of a stack of 8 KB.
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


expected = left_of((float(n - 1),) + floats)
equal(app.turned(), expected)
equal(app.turned_there(), expected)
equal(app.twice(10), sum(range(10, 10 + n)) + 1000000 * 132)
equal(app.indirect(1), sum(numbers))
equal(app.indirect(2), 132)
equal(app.indirect(3), 2)
check(130 + 49, app.falls, 50)
equal(getattr(app, 'import')(), n - 1)
gc.collect()
check(sum(numbers), app.sum, *numbers)
check(2 + 3 * 130, app.count, 3, *numbers[1:])
check(sum(numbers), app.table[1], *numbers)
check(sum(numbers) + 1, app.tail, *numbers)
check(2 + 49, app.down, 50, *numbers[1:])
check((float(n - 1),) + floats, app.turn, *floats)
