;; Objects that the collector frees: trees that are made and dropped, and a map,
;; which is a tree of nodes with a key.
;; For the parser of Binaryen; trees.c and trees.py are the same in C and Python.
(module
  (type $node (struct
    (field $left (mut (ref null $node)))
    (field $right (mut (ref null $node)))
    (field $key i32)
    (field $value i32)))
  ;; With its type it is one block of MicroPython's heap where a word has 32 bits.
  (type $tree (struct
    (field $left (ref null $tree))
    (field $right (ref null $tree))
    (field $value i32)))
  (global $kept (mut (ref null $tree)) (ref.null $tree))

  (func $build (param $depth i32) (result (ref $tree))
    (if (result (ref $tree)) (i32.eqz (local.get $depth))
      (then (struct.new $tree (ref.null $tree) (ref.null $tree)
        (i32.const 1)))
      (else (struct.new $tree
        (call $build (i32.sub (local.get $depth) (i32.const 1)))
        (call $build (i32.sub (local.get $depth) (i32.const 1)))
        (local.get $depth)))))

  (func $sum (param $tree (ref null $tree)) (result i32)
    (if (result i32) (ref.is_null (local.get $tree))
      (then (i32.const 0))
      (else (i32.add (struct.get $tree $value (local.get $tree))
        (i32.add (call $sum (struct.get $tree $left (local.get $tree)))
          (call $sum (struct.get $tree $right (local.get $tree))))))))

  (func (export "trees") (param $depth i32) (param $rounds i32) (result i32)
    (local $sum i32)
    (block $end
      (loop $next
        (br_if $end (i32.eqz (local.get $rounds)))
        (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
        (local.set $sum (i32.add (local.get $sum)
          (call $sum (call $build (local.get $depth)))))
        (br $next)))
    (local.get $sum))

  (func (export "keep") (param $depth i32)
    (global.set $kept (call $build (local.get $depth))))

  (func $add (param $root (ref null $node)) (param $key i32)
      (result (ref $node))
    (local $at (ref null $node)) (local $new (ref null $node))
    (local.set $new (struct.new $node (ref.null $node) (ref.null $node)
      (local.get $key) (i32.mul (local.get $key) (i32.const 3))))
    (local.set $at (local.get $root))
    (if (ref.is_null (local.get $at))
      (then (return (ref.as_non_null (local.get $new)))))
    (loop $down
      (if (i32.lt_u (local.get $key) (struct.get $node $key (local.get $at)))
        (then
          (if (ref.is_null (struct.get $node $left (local.get $at)))
            (then (struct.set $node $left (local.get $at) (local.get $new)))
            (else
              (local.set $at (struct.get $node $left (local.get $at)))
              (br $down))))
        (else
          (if (ref.is_null (struct.get $node $right (local.get $at)))
            (then (struct.set $node $right (local.get $at) (local.get $new)))
            (else
              (local.set $at (struct.get $node $right (local.get $at)))
              (br $down))))))
    (ref.as_non_null (local.get $root)))

  (func $find (param $at (ref null $node)) (param $key i32) (result i32)
    (block $none
      (loop $down
        (br_if $none (ref.is_null (local.get $at)))
        (if (i32.eq (local.get $key) (struct.get $node $key (local.get $at)))
          (then (return (struct.get $node $value (local.get $at)))))
        (local.set $at
          (if (result (ref null $node))
              (i32.lt_u (local.get $key)
                (struct.get $node $key (local.get $at)))
            (then (struct.get $node $left (local.get $at)))
            (else (struct.get $node $right (local.get $at)))))
        (br $down)))
    (i32.const 0))

  (func $random (param $seed i32) (result i32)
    (i32.and (i32.add (i32.mul (local.get $seed) (i32.const 1103515245))
      (i32.const 12345)) (i32.const 0x3fffffff)))

  (func (export "map") (param $count i32) (param $rounds i32) (result i32)
    (local $root (ref null $node)) (local $seed i32) (local $i i32)
    (local $sum i32)
    (block $end
      (loop $next
        (br_if $end (i32.eqz (local.get $rounds)))
        (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
        (local.set $root (ref.null $node))
        (local.set $seed (local.get $rounds))
        (local.set $i (local.get $count))
        (loop $fill
          (local.set $seed (call $random (local.get $seed)))
          (local.set $root (call $add (local.get $root) (local.get $seed)))
          (br_if $fill (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
        (local.set $seed (local.get $rounds))
        (local.set $i (local.get $count))
        (loop $look
          (local.set $seed (call $random (local.get $seed)))
          (local.set $sum (i32.add (local.get $sum)
            (call $find (local.get $root) (local.get $seed))))
          (br_if $look (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
        (br $next)))
    (local.get $sum)))
