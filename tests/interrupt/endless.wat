;; Loops and recursion that end only when something stops them.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (export "stack") (mut i32) (i32.const 4096))
  (global $rounds (export "rounds") (mut i64) (i64.const 0))
  (type $plain (func (param i32) (result i32)))
  (table funcref (elem $both $both))
  (func (export "empty") (loop $next (br $next)))
  ;; With a frame on the stack in linear memory, as C makes it.
  (func (export "stores")
    (global.set $__stack_pointer
      (i32.sub (global.get $__stack_pointer) (i32.const 64)))
    (loop $next
      (i32.store (global.get $__stack_pointer)
        (i32.add (i32.load (global.get $__stack_pointer)) (i32.const 1)))
      (br $next)))
  (func (export "counts")
    (loop $next
      (global.set $rounds (i64.add (global.get $rounds) (i64.const 1)))
      (br $next)))
  (func $leaf (param i32) (result i32)
    (loop $next
      (br_if $next (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 0))
  (func (export "calls")
    (loop $next
      (drop (call $leaf (i32.const 20)))
      (br $next)))
  ;; 2 to the power of 60 calls.
  (func $both (type $plain)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (i32.add
      (call_indirect (type $plain)
        (i32.sub (local.get 0) (i32.const 1)) (i32.const 0))
      (call_indirect (type $plain)
        (i32.sub (local.get 0) (i32.const 1)) (i32.const 1))))
  (func (export "recursion") (drop (call $both (i32.const 60))))
  (func (export "tree") (param i32) (result i32) (call $both (local.get 0))))
