# Structures and arrays stay alive as long as something of WebAssembly refers to
# them: a local, a field, an element, a global, a table; with a collection at each
# allocation. Made by wasm-as of binaryen from:
#
#     (module
#       (rec
#         (type $node (sub (struct (field $value i32) (field $next (mut (ref null $node))))))
#         (type $big (sub $node (struct (field i32) (field (mut (ref null $node))) (field $more i64) (field f64)))))
#       (type $tree (struct (field (ref null $tree)) (field (ref null $tree))))
#       (type $refs (array (mut (ref null $node))))
#       (global $kept (mut (ref null $node)) (ref.null $node))
#       (table $table 4 (ref null $node))
#       (func $cons (param $value i32) (param $next (ref null $node)) (result (ref $node))
#         (if (result (ref $node)) (i32.and (local.get $value) (i32.const 1))
#           (then (struct.new $big (local.get $value) (local.get $next) (i64.const 7) (f64.const 0.5)))
#           (else (struct.new $node (local.get $value) (local.get $next)))))
#       (func $sum (param $list (ref null $node)) (result i32) (local $sum i32)
#         (block $end
#           (loop $again
#             (br_if $end (ref.is_null (local.get $list)))
#             (local.set $sum (i32.add (local.get $sum) (struct.get $node $value (local.get $list))))
#             (if (ref.test (ref $big) (local.get $list))
#               (then (local.set $sum (i32.add (local.get $sum)
#                 (i32.wrap_i64 (struct.get $big $more (ref.cast (ref $big) (local.get $list))))))))
#             (local.set $list (struct.get $node $next (local.get $list)))
#             (br $again)))
#         (local.get $sum))
#       (func $range (param $n i32) (result (ref null $node)) (local $list (ref null $node))
#         (loop $again
#           (if (local.get $n)
#             (then
#               (local.set $list (call $cons (local.get $n) (local.get $list)))
#               (local.set $n (i32.sub (local.get $n) (i32.const 1)))
#               (br $again))))
#         (local.get $list))
#       (func (export "sum_of_range") (param $n i32) (result i32)
#         (call $sum (call $range (local.get $n))))
#       (func (export "keep") (param $n i32) (global.set $kept (call $range (local.get $n))))
#       (func (export "sum_kept") (result i32) (call $sum (global.get $kept)))
#       (func (export "put") (param $i i32) (param $n i32)
#         (table.set $table (local.get $i) (call $range (local.get $n))))
#       (func (export "sum_at") (param $i i32) (result i32)
#         (call $sum (table.get $table (local.get $i))))
#       (func $make (param $depth i32) (result (ref $tree))
#         (if (i32.eqz (local.get $depth)) (then (return (struct.new_default $tree))))
#         (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
#         (struct.new $tree (call $make (local.get $depth)) (call $make (local.get $depth))))
#       (func $count (param $tree (ref null $tree)) (result i32)
#         (if (ref.is_null (local.get $tree)) (then (return (i32.const 0))))
#         (i32.add (i32.const 1)
#           (i32.add (call $count (struct.get $tree 0 (local.get $tree)))
#                    (call $count (struct.get $tree 1 (local.get $tree))))))
#       (func (export "tree") (param $depth i32) (result i32) (call $count (call $make (local.get $depth))))
#       ;; The last that is done with the array is a store of what was made since.
#       (func (export "fill") (param $n i32) (result i32) (local $i i32) (local $a (ref $refs)) (local $b (ref $refs))
#         (local.set $a (array.new_default $refs (local.get $n)))
#         (local.set $b (array.new_default $refs (local.get $n)))
#         (loop $again
#           (array.set $refs (local.get $a) (local.get $i) (call $range (i32.const 3)))
#           (array.set $refs (local.get $b) (local.get $i)
#             (struct.new $node (local.get $i) (array.get $refs (local.get $a) (local.get $i))))
#           (local.set $i (i32.add (local.get $i) (i32.const 1)))
#           (br_if $again (i32.lt_u (local.get $i) (local.get $n))))
#         (local.set $i (i32.const 0))
#         (loop $sums (result i32)
#           (global.set $kept (array.get $refs (local.get $b) (local.get $i)))
#           (local.set $i (i32.add (local.get $i) (i32.const 1)))
#           (br_if $sums (i32.lt_u (local.get $i) (local.get $n)))
#           (call $sum (global.get $kept))))
#       ;; An element's address is computed once for the load and the store.
#       (func (export "replace") (param $n i32) (result i32)
#         (local $a (ref $refs))
#         (local.set $a (array.new $refs (call $range (i32.const 2)) (local.get $n)))
#         (array.set $refs (local.get $a) (i32.const 1)
#           (call $cons (i32.const 8) (array.get $refs (local.get $a) (i32.const 1))))
#         (call $sum (array.get $refs (local.get $a) (i32.sub (local.get $n) (i32.const 1))))
#         (drop (call $range (i32.const 5)))
#         (call $sum (array.get $refs (local.get $a) (i32.const 1)))
#         (i32.add)))
#: app.hex
#| 00 61 73 6d 01 00 00 00 01 58 0c 4e 02 50 00 5f 02 7f 00 63 00 01 50 01
#| 00 5f 04 7f 00 63 00 01 7e 00 7c 00 5e 63 00 01 5f 02 63 03 00 63 03 00
#| 60 01 7f 01 7f 60 02 7f 63 00 01 64 00 60 01 63 00 01 7f 60 01 7f 01 63
#| 00 60 01 7f 00 60 00 01 7f 60 02 7f 7f 00 60 01 7f 01 64 03 60 01 63 03
#| 01 7f 03 0e 0d 05 06 07 04 08 09 0a 04 0b 0c 04 04 04 04 05 01 63 00 00
#| 04 06 07 01 63 00 01 d0 71 0b 07 49 08 0c 73 75 6d 5f 6f 66 5f 72 61 6e
#| 67 65 00 03 04 6b 65 65 70 00 04 08 73 75 6d 5f 6b 65 70 74 00 05 03 70
#| 75 74 00 06 06 73 75 6d 5f 61 74 00 07 04 74 72 65 65 00 0a 04 66 69 6c
#| 6c 00 0b 07 72 65 70 6c 61 63 65 00 0c 0a a1 03 0d 25 00 20 00 41 01 71
#| 04 64 00 20 00 20 01 42 07 44 00 00 00 00 00 00 e0 3f fb 00 01 05 20 00
#| 20 01 fb 00 00 0b 0b 3e 01 01 7f 02 40 03 40 20 00 d1 0d 01 20 01 20 00
#| fb 02 00 00 6a 21 01 20 00 fb 14 01 04 40 20 01 20 00 fb 16 01 fb 02 01
#| 02 a7 6a 21 01 0b 20 00 fb 02 00 01 21 00 0c 00 0b 00 0b 20 01 0b 20 01
#| 01 63 00 03 40 20 00 04 40 20 00 20 01 10 00 21 01 20 00 41 01 6b 21 00
#| 0c 01 0b 0b 20 01 0b 08 00 20 00 10 02 10 01 0b 08 00 20 00 10 02 24 00
#| 0b 06 00 23 00 10 01 0b 0a 00 20 00 20 01 10 02 26 00 0b 08 00 20 00 25
#| 00 10 01 0b 1e 00 20 00 45 04 40 fb 01 03 0f 0b 20 00 41 01 6b 21 00 20
#| 00 10 08 20 00 10 08 fb 00 03 0b 1f 00 20 00 d1 04 40 41 00 0f 0b 41 01
#| 20 00 fb 02 03 00 10 09 20 00 fb 02 03 01 10 09 6a 6a 0b 08 00 20 00 10
#| 08 10 09 0b 66 02 01 7f 02 64 02 20 00 fb 07 02 21 02 20 00 fb 07 02 21
#| 03 03 40 20 02 20 01 41 03 10 02 fb 0e 02 20 03 20 01 20 01 20 02 20 01
#| fb 0b 02 fb 00 00 fb 0e 02 20 01 41 01 6a 21 01 20 01 20 00 49 0d 00 0b
#| 41 00 21 01 03 7f 20 03 20 01 fb 0b 02 24 00 20 01 41 01 6a 21 01 20 01
#| 20 00 49 0d 00 23 00 10 01 0b 0b 3d 01 01 64 02 41 02 10 02 20 00 fb 06
#| 02 21 01 20 01 41 01 41 08 20 01 41 01 fb 0b 02 10 00 fb 0e 02 20 01 20
#| 00 41 01 6b fb 0b 02 10 01 41 05 10 02 1a 20 01 41 01 fb 0b 02 10 01 6a
#| 0b
import gc
from check import equal
import app


def sum_of_range(n):
    return n * (n + 1) // 2 + 7 * ((n + 1) // 2)


def run(n):
    equal(app.sum_of_range(n), sum_of_range(n))
    app.keep(n)
    app.put(2, n + 1)
    waste = [[i] for i in range(n)]
    equal(app.tree(4), 31)
    equal(app.fill(n), n + 19)
    equal(app.replace(n), 28)
    equal(app.sum_kept(), n + 19)
    equal(app.sum_at(2), sum_of_range(n + 1))
    equal(app.sum_at(1), 0)
    return waste


run(40)
if hasattr(gc, "threshold"):
    gc.threshold(1)
run(12)
