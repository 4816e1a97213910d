# random_get is ENOSYS on a board that has neither os.urandom nor a module random.
#: random.py
#| raise ImportError
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "random_get"
#|     (func $random_get (param i32 i32) (result i32)))
#|   (memory (export "memory") 1)
#|   (export "random_get" (func $random_get)))
from check import equal
import sys
import app

sys.modules["os"] = type("OS", (), {})()
for _ in range(2):
    equal(app.random_get(100, 4), 52)
equal(bytes(app.memory[100:104]), bytes(4))
# What is outside of the memory is found first.
equal(app.random_get(65535, 2), 21)
