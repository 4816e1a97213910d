# A switch that leaves by tail calls is a table of functions to LLVM.
#: each arch
#: app.wat
#| (module
#|   (func $a (param i32) (result i32)
#|     (return_call $switch (i32.add (local.get 0) (i32.const 10)) (i32.const 3)))
#|   (func $b (param i32) (result i32)
#|     (return_call $switch (i32.const 4) (i32.mul (local.get 0) (i32.const 5))))
#|   (func $c (param i32) (result i32)
#|     (return_call $d (i32.sub (local.get 0) (i32.const 1))))
#|   (func $d (param i32) (result i32)
#|     (if (i32.eqz (local.get 0)) (then (return (i32.const 40))))
#|     (return_call $c (local.get 0)))
#|   (func $e (param i32) (result i32)
#|     (if (i32.eqz (local.get 0)) (then (return_call $a (local.get 0))))
#|     (local.get 0))
#|   (func $switch (export "switch") (param i32 i32) (result i32)
#|     (block (block (block (block (block
#|       (br_table 0 1 2 3 4 (local.get 0)))
#|       (return_call $a (local.get 1)))
#|       (return_call $b (local.get 1)))
#|       (return_call $c (local.get 1)))
#|       (return_call $d (local.get 1)))
#|       (return_call $e (local.get 1))))
from check import equal
import app

equal([app.switch(i, 7) for i in range(6)], [3, 35, 40, 40, 7, 7])
equal(app.switch(3, 5000), 40)
