# Another thread has another stack: recursion in it works.
#: arch x64 x86
#: app.wat
#| (module
#|   (func $sum (export "sum") (param i32) (result i32)
#|     (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
#|       (else (i32.add (local.get 0)
#|         (call $sum (i32.sub (local.get 0) (i32.const 1))))))))
import _thread
import time
from check import equal
import app

results = []


def work():
    try:
        results.append(app.sum(100))
    except Exception as error:
        results.append(repr(error))


_thread.start_new_thread(work, ())
while not results:
    time.sleep(0.05)
equal(results, [5050])
equal(app.sum(100), 5050)
