# Tail calls use no stack: 100,000 of them, direct, mutual and through a table.
#: each arch
#: app.wat
#| (module
#|   (type $t (func (param i32) (result i32)))
#|   (table 1 funcref) (elem (i32.const 0) $c)
#|   (func $a (export "a") (type $t)
#|     (if (i32.eqz (local.get 0)) (then (return (i32.const 7))))
#|     (return_call $b (i32.sub (local.get 0) (i32.const 1))))
#|   (func $b (type $t) (return_call $a (local.get 0)))
#|   (func $c (export "c") (type $t)
#|     (if (i32.eqz (local.get 0)) (then (return (i32.const 8))))
#|     (return_call_indirect (type $t)
#|       (i32.sub (local.get 0) (i32.const 1)) (i32.const 0))))
from check import equal
import app

equal(app.a(100000), 7)
equal(app.c(100000), 8)
