# Accesses of vectors, too, tell where they trap. Not on x86, where no frame is
# known in a module with vectors.
#: needs 300k
#: arch x64 armv6m armv7m armv7emsp armv7emdp rv32imc rv64imc xtensa xtensawin
#: app.wat --memory=lean --names=full
#| (module
#|   (memory (export "memory") 1 2)
#|   (func $load (param i32) (result i32)
#|     (i32x4.extract_lane 1 (v128.load align=1 (local.get 0))))
#|   (func $store (param i32)
#|     (v128.store offset=16 (local.get 0) (v128.load (i32.const 16))))
#|   (func $lane (param i32) (result i32)
#|     (i32x4.extract_lane 1
#|       (v128.load32_lane 2 (local.get 0) (v128.const i64x2 1 2))))
#|   (func (export "run") (param i32 i32) (result i32)
#|     (if (i32.eqz (local.get 0)) (then (call $store (local.get 1))))
#|     (i32.add (call $lane (local.get 1)) (call $load (local.get 1))))
#|   (func (export "grow") (result i32) (memory.grow (i32.const 1))))
#: also --memory=exact
#: also -O0
#: also -O2
#: also -Oz
from check import equal, trap
import app

RUN = "\n  called by run\n  from export run"

for size in (0x10000, 0x20000):
    equal(trap(app.run, 0, size - 31),
          "out of bounds memory access in store" + RUN)
    equal(trap(app.run, 1, size - 3),
          "out of bounds memory access in lane" + RUN)
    equal(trap(app.run, 1, size - 15),
          "out of bounds memory access in load" + RUN)
    app.run(0, size - 32)
    app.grow()
