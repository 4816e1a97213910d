# Accesses of vectors: bounds, any address, lanes.
#: each arch
#: app.wat
#| (module
#|   (memory (export "memory") 1 1)
#|   (data (i32.const 0) "\00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\80\ff")
#|   (func (export "load") (param i32) (result v128)
#|     (v128.load (local.get 0)))
#|   (func (export "load_unaligned") (param i32) (result v128)
#|     (v128.load offset=1 align=1 (local.get 0)))
#|   (func (export "store") (param i32 v128)
#|     (v128.store (local.get 0) (local.get 1)))
#|   (func (export "load8x8_s") (param i32) (result v128)
#|     (v128.load8x8_s (local.get 0)))
#|   (func (export "load32x2_u") (param i32) (result v128)
#|     (v128.load32x2_u (local.get 0)))
#|   (func (export "splat16") (param i32) (result v128)
#|     (v128.load16_splat (local.get 0)))
#|   (func (export "zero64") (param i32) (result v128)
#|     (v128.load64_zero (local.get 0)))
#|   (func (export "load_lane") (param i32 v128) (result v128)
#|     (v128.load32_lane 2 (local.get 0) (local.get 1)))
#|   (func (export "store_lane") (param i32 v128)
#|     (v128.store16_lane 7 (local.get 0) (local.get 1))))
from check import equal, raises
import app

memory = app.memory
END = 65536
ORDER = bytes(range(16)) + b"\x80\xff"
for at in (0, 1, 2, 3):
    equal(app.load(at), (ORDER + bytes(4))[at:at + 16])
equal(app.load_unaligned(1), ORDER[2:])
equal(app.load8x8_s(10),
      b"\x0a\0\x0b\0\x0c\0\x0d\0\x0e\0\x0f\0\x80\xff\xff\xff")
equal(app.load32x2_u(1), b"\1\2\3\4" + bytes(4) + b"\5\6\7\x08" + bytes(4))
equal(app.splat16(3), b"\3\4" * 8)
equal(app.zero64(9), b"\x09\x0a\x0b\x0c\x0d\x0e\x0f\x80" + bytes(8))
equal(app.load_lane(5, b"z" * 16), b"z" * 8 + b"\5\6\7\x08" + b"z" * 4)
for at in (256, 301, 402, 503):
    app.store(at, ORDER[2:])
    equal(bytes(memory[at - 1:at + 17]), b"\0" + ORDER[2:] + b"\0")
app.store_lane(601, ORDER[:16])
equal(bytes(memory[600:604]), b"\0\x0e\x0f\0")

app.store(END - 16, ORDER[:16])
equal(app.load(END - 16), ORDER[:16])
TEXT = "out of bounds memory access"
for at in (END - 15, END, -16, -1):
    raises(app.Trap, TEXT, app.load, at)
    raises(app.Trap, TEXT, app.store, at, bytes(16))
raises(app.Trap, TEXT, app.load_unaligned, END - 16)
raises(app.Trap, TEXT, app.load8x8_s, END - 7)
raises(app.Trap, TEXT, app.splat16, END - 1)
raises(app.Trap, TEXT, app.load_lane, END - 3, bytes(16))
raises(app.Trap, TEXT, app.store_lane, END - 1, bytes(16))
# Nothing of what traps is written.
equal(app.load(END - 16), ORDER[:16])
