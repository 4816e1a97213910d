;; The CRC-32 of zip, PNG and Ethernet, four bits at a time.
(module
  ;; One page: the table, then room for the caller's bytes.
  (memory (export "memory") 1)
  (global (export "buffer") i32 (i32.const 64))

  ;; What four bits do to the remainder, for each of their 16 values.
  (data (i32.const 0)
    "\00\00\00\00\64\10\b7\1d\c8\20\6e\3b\ac\30\d9\26"
    "\90\41\dc\76\f4\51\6b\6b\58\61\b2\4d\3c\71\05\50"
    "\20\83\b8\ed\44\93\0f\f0\e8\a3\d6\d6\8c\b3\61\cb"
    "\b0\c2\64\9b\d4\d2\d3\86\78\e2\0a\a0\1c\f2\bd\bd")

  ;; crc32(crc, address, length): `crc` is 0, or the result for the bytes
  ;; that came before.
  (func (export "crc32") (param $crc i32) (param $at i32) (param $length i32)
        (result i32)
    (local $end i32)
    (local.set $crc (i32.xor (local.get $crc) (i32.const -1)))
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (local.set $crc
          (i32.xor (local.get $crc) (i32.load8_u (local.get $at))))
        (local.set $crc (call $four_bits (local.get $crc)))
        (local.set $crc (call $four_bits (local.get $crc)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (i32.xor (local.get $crc) (i32.const -1)))

  (func $four_bits (param $crc i32) (result i32)
    (i32.xor
      (i32.shr_u (local.get $crc) (i32.const 4))
      (i32.load
        (i32.shl
          (i32.and (local.get $crc) (i32.const 15))
          (i32.const 2))))))
