# What a module uses is the same on every architecture, at every level and with
# every form of memory.
#: each arch
#: also -O0 --memory=lean
#: app.wat --fuel
#| (module
#|   (memory 1)
#|   (type $unary (func (param i32) (result i32)))
#|   (table funcref (elem $double $count))
#|   (func $double (type $unary)                     ;; 1 + 3
#|     (i32.mul (local.get 0) (i32.const 2)))
#|   (func (export "nothing"))                       ;; 1
#|   (func $count (export "count") (type $unary)     ;; 1 + 1
#|     (local $sum i32)
#|     (loop $next                                   ;; 1 + 12
#|       (if (local.get 0)
#|         (then
#|           (local.set $sum (i32.add (local.get $sum) (i32.const 1)))
#|           (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
#|           (br $next)) (else nop)))
#|     (local.get $sum))
#|   (func (export "grid") (param $n i32) (result i32) ;; 1 + 4
#|     (local $i i32) (local $j i32)
#|     (local.set $i (local.get $n))
#|     (loop $rows                                   ;; 1 + 7
#|       (local.set $j (local.get $n))
#|       (loop $columns                              ;; 1 + 11
#|         (i32.store8 (local.get $j)
#|           (i32.add (i32.load8_u (local.get $j)) (local.get $i)))
#|         (br_if $columns
#|           (local.tee $j (i32.sub (local.get $j) (i32.const 1)))))
#|       (br_if $rows
#|         (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
#|     (i32.load8_u (i32.const 1)))
#|   (func $fib (export "fib") (type $unary)         ;; 1 + 15
#|     (if (i32.lt_u (local.get 0) (i32.const 2))
#|       (then (return (local.get 0))))
#|     (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1)))
#|              (call $fib (i32.sub (local.get 0) (i32.const 2)))))
#|   (func $down (export "down") (type $unary)       ;; 1 + 9
#|     (if (i32.eqz (local.get 0)) (then (return (i32.const 7))))
#|     (return_call $down (i32.sub (local.get 0) (i32.const 1))))
#|   (func (export "pick") (param i32 i32) (result i32) ;; 1 + 3
#|     (call_indirect (type $unary) (local.get 0) (local.get 1)))
#|   (func (export "choose") (param i32) (result i32)  ;; 1 + 6
#|     (block $a (block $b
#|       (br_table $a $b (local.get 0)))
#|       (return (i32.const 5)))
#|     (call $double (i32.const 4)))
#|   (func (export "divide") (param i32)             ;; 1 + 0
#|     (loop $next                                   ;; 1 + 9
#|       (drop (i32.div_u (i32.const 100) (local.get 0)))
#|       (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
#|       (br $next))))
from check import equal, raises
import app


def used(function, *args):
    app.fuel.value = 1 << 40
    try:
        function(*args)
    except app.Trap:
        pass
    return (1 << 40) - app.fuel.value


equal(used(app.nothing), 1)
equal(used(app.count, 0), 2 + 13)
equal(used(app.count, 1000), 2 + 1001 * 13)
equal(used(app.grid, 10), 5 + 10 * (8 + 10 * 12))
equal(used(app.fib, 1), 16)
equal(used(app.fib, 10), 177 * 16)
equal(used(app.down, 50), 51 * 10)
equal(used(app.pick, 3, 0), 4 + 4)
equal(used(app.pick, 3, 1), 4 + 2 + 4 * 13)
equal(used(app.choose, 1), 7)
equal(used(app.choose, 0), 7 + 4)
# What was used before a trap counts, in the round that traps, too.
equal(used(app.divide, 20), 1 + 21 * 10)
