# A limit: what is used up traps before it runs, and more can be given. The
# counter has 64 bits.
#: app.wat --fuel=100 --names=full
#| (module
#|   (global $rounds (export "rounds") (mut i32) (i32.const 0))
#|   (func $run (export "run")                       ;; 1
#|     (loop $next                                   ;; 1 + 5
#|       (global.set $rounds (i32.add (global.get $rounds) (i32.const 1)))
#|       (br $next)))
#|   (func (export "some") (param i32) (result i32)  ;; 1
#|     (loop $next (result i32)                      ;; 1 + 7
#|       (if (result i32) (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))
#|         (then (br $next))
#|         (else (global.get $rounds))))))
#: starts.wat --fuel=9
#| (module
#|   (global $rounds (mut i32) (i32.const 3))
#|   (func $start (loop $next
#|     (br_if $next (global.get $rounds))))
#|   (start $start))
from check import equal, raises
import app

TEXT = "out of fuel in run\n  from export run"
equal(app.fuel.value, 100)
error = raises(RuntimeError, TEXT, app.run)
assert type(error) is app.Trap
# (100 - 1) / 6, and what was not enough for one more stays.
equal(app.rounds.value, 16)
equal(app.fuel.value, 3)
raises(app.Trap, TEXT, app.run)
equal(app.fuel.value, 2)
app.fuel.value += 60
raises(app.Trap, TEXT, app.run)
equal(app.rounds.value, 26)
app.fuel.value = 0
raises(app.Trap, TEXT, app.run)
equal(app.fuel.value, 0)
app.fuel.value = 1
raises(app.Trap, TEXT, app.run)
equal((app.fuel.value, app.rounds.value), (0, 26))
# Enough, to the last unit.
app.fuel.value = 1 + 7 * 8
equal(app.some(7), 26)
equal(app.fuel.value, 0)

# Over the end of the low half.
for more in (0, 1, 5, 9, 10, 11, 500):
    app.fuel.value = (3 << 32) + more
    app.some(7)
    equal(app.fuel.value, (3 << 32) + more - 57)
app.fuel.value = (1 << 32) + 5
app.some(5)
equal(app.fuel.value, (1 << 32) + 5 - 41)
app.fuel.value = -1
app.some(1)
equal(app.fuel.value, -10)

# While it is imported, too.
raises(RuntimeError, "out of fuel", __import__, "starts")
