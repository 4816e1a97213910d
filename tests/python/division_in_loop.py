# A division that a loop may come to must not be done before the loop: on some
# cores a division by zero is a fault.
#: each arch
#: app.wat
#| (module
#|   (memory (export "memory") 1)
#|   (func (export "f") (param $a i32) (param $b i32) (param $n i32) (result i32)
#|     (local $s i32)
#|     (loop $again
#|       (if (i32.eqz (local.get $n)) (then (return (local.get $s))))
#|       (if (local.get $b)
#|         (then
#|           (local.set $s
#|             (i32.add
#|               (local.get $s)
#|               (i32.xor
#|                 (local.get $n)
#|                 (i32.div_u (local.get $a) (local.get $b)))))
#|           (i32.store (i32.const 8) (local.get $s))))
#|       (local.set $n (i32.sub (local.get $n) (i32.const 1)))
#|       (br $again))
#|     unreachable))
import app

print(app.f(100, 7, 5))
print(app.f(100, 0, 5))
#> 61
#> 0
