;; As small as a module with pins can be: three imports, two exports, no memory.
(module
  (import "wiring" "pinMode" (func $pin_mode (param i32 i32)))
  (import "wiring" "digitalWrite" (func $write (param i32 i32)))
  (import "wiring" "delay" (func $delay (param i32)))
  (memory (export "memory") 1)
  (func (export "setup")
    (call $pin_mode (i32.const 2) (i32.const 1)))
  (func (export "loop")
    (call $write (i32.const 2) (i32.const 1))
    (call $delay (i32.const 100))
    (call $write (i32.const 2) (i32.const 0))
    (call $delay (i32.const 900))))
