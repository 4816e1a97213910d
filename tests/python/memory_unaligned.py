# With --trap-unaligned, an address that is not aligned as the access promises: the
# right result where the core does not mind, else a trap; by default always the
# right result. Where nothing is promised it is always right.
#: each arch
#: needs 300k
#: app.wat --trap-unaligned
#| (module (memory 1 1)
#|   (func (export "get") (param i32) (result i32)
#|     (i32.load (local.get 0)))
#|   (func (export "get_f64") (param i32) (result f64)
#|     (f64.load (local.get 0)))
#|   (func (export "get16") (param i32) (result i32)
#|     (i32.load16_u (local.get 0)))
#|   (func (export "put") (param i32 i32)
#|     (i32.store align=1 (local.get 0) (local.get 1)))
#|   (func (export "put64") (param i32 i64)
#|     (i64.store align=1 (local.get 0) (local.get 1)))
#|   (func (export "get_any") (param i32) (result i32)
#|     (i32.load align=1 (local.get 0)))
#|   (func (export "get64_any") (param i32) (result i64)
#|     (i64.load align=2 (local.get 0))))
#: exact.wat
#| (module (memory 1 1)
#|   (func (export "get") (param i32) (result i32)
#|     (i32.load (local.get 0)))
#|   (func (export "get_f64") (param i32) (result f64)
#|     (f64.load (local.get 0)))
#|   (func (export "get16") (param i32) (result i32)
#|     (i32.load16_u (local.get 0)))
#|   (func (export "put") (param i32 i32)
#|     (i32.store align=1 (local.get 0) (local.get 1)))
#|   (func (export "put64") (param i32 i64)
#|     (i64.store align=1 (local.get 0) (local.get 1)))
#|   (func (export "get_any") (param i32) (result i32)
#|     (i32.load align=1 (local.get 0)))
#|   (func (export "get64_any") (param i32) (result i64)
#|     (i64.load align=2 (local.get 0))))
from check import equal, raises
import app
import exact


def right_or_trap(function, at, right):
    try:
        equal(function(at), right)
    except app.Trap as trap:
        equal(str(trap), "unaligned memory access")


for at in range(8):
    for module in (app, exact):
        module.put(at, 0x01020304 + at)
        equal(module.get_any(at), 0x01020304 + at)
    right_or_trap(app.get, at, 0x01020304 + at)
    right_or_trap(app.get16, at, 0x0304 + at)
    equal(exact.get(at), 0x01020304 + at)
    equal(exact.get16(at), 0x0304 + at)
    for module in (app, exact):
        module.put64(at, 0x4028000000000000)
        equal(module.get64_any(at), 0x4028000000000000)
    right_or_trap(app.get_f64, at, 12.0)
    equal(exact.get_f64(at), 12.0)
raises(app.Trap, "out of bounds memory access", app.get, 65533)
raises(exact.Trap, "out of bounds memory access", exact.get, 65533)
