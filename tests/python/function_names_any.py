# Names of functions may have any characters: an assembler's are letters and a few.
#: each arch
#: app.wat
#| (module
#|   (type $f (func (param i32) (result i32)))
#|   (table funcref
#|     (elem $_ZN4core3fmt9Formatter$LT$T$GT$ $a:b#d $e|f<g $-1.5 $.text))
#|   (func $_ZN4core3fmt9Formatter$LT$T$GT$ (type $f)
#|     (i32.xor (local.get 0) (i32.const 0x12345678)))
#|   (func $a:b#d (type $f) (i32.mul (local.get 0) (i32.const 0x10203)))
#|   (func $e|f<g (type $f) (i32.rotl (local.get 0) (i32.const 7)))
#|   (func $-1.5 (type $f) (i32.add (local.get 0) (i32.const 0x7654321)))
#|   (func $.text (type $f) (i32.div_u (i32.const 0x7fffffff) (local.get 0)))
#|   (func (export "f") (param i32 i32) (result i32)
#|     (call_indirect (type $f) (local.get 1) (local.get 0))))
import app

print([hex(app.f(i, 6)) for i in range(5)])
#> ['0x1234567e', '0x60c12', '0x300', '0x7654327', '0x15555555']
