# An address that is not aligned as the access promises: the right result where
# the core does not mind, else a trap; always the right result if nothing is
# promised.
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
import app


def trapped_or(function, at, right):
    try:
        return function(at) == right
    except app.Trap as trap:
        return str(trap) == "unaligned memory access"


for at in range(8):
    app.put(at, 0x01020304 + at)
    check(app.get_any(at), 0x01020304 + at)
    check(trapped_or(app.get, at, 0x01020304 + at), True)
    check(trapped_or(app.get16, at, 0x0304 + at), True)
    app.put64(at, 0x4028000000000000)
    check(app.get64_any(at), 0x4028000000000000)
    check(trapped_or(app.get_f64, at, 12.0), True)
check(app.get(8) is not None, True)
try:
    app.get(65533)
except app.Trap as trap:
    check(str(trap), "out of bounds memory access")
