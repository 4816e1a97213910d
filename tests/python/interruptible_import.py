# Recursion that goes through a module without polls has them where it comes back.
#: app.wat --interruptible --no-instance
#| (module
#|   (import "lib" "g" (func $g (param i32) (result i32)))
#|   (global $stop (export "stop") (mut i32) (i32.const 0))
#|   (global $left (export "left") (mut i32) (i32.const 1000000))
#|   (func (export "f") (param i32) (result i32)
#|     (global.set $left (i32.sub (global.get $left) (i32.const 1)))
#|     (if (i32.eqz (global.get $left)) (then (global.set $stop (i32.const 2))))
#|     (if (i32.or (global.get $stop) (i32.eqz (local.get 0)))
#|       (then (return (i32.const 1))))
#|     (i32.add (call $g (i32.sub (local.get 0) (i32.const 1)))
#|              (call $g (i32.sub (local.get 0) (i32.const 1))))))
#: lib.wat
#| (module
#|   (type $plain (func (param i32) (result i32)))
#|   (table (export "table") 1 funcref)
#|   (func (export "g") (type $plain)
#|     (call_indirect (type $plain) (local.get 0) (i32.const 0))))
import micropython
from check import equal
import lib
import app

a = app.instantiate({"lib": lib})
lib.table[0] = a.f


def stop(value):
    a.stop.value = value


micropython.schedule(stop, 1)
# 2 ** 30 calls to the end.
assert a.f(30) > 0
equal(a.stop.value, 1)
assert a.left.value > 900000, a.left.value
