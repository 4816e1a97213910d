# Loops look into one window by themselves, the one where pointers led before.
# Which one that is changes before a loop, and windows grow and are joined while
# loops run: data, what lies behind them, and a heap that is far away.
#: app.wat --memory=lean
#| (module
#|   (memory (export "memory") 4)
#|   (global $sp (mut i32) (i32.const 1024))
#|   (export "__stack_pointer" (global $sp))
#|   (data (i32.const 1024) "abcdefgh")
#|   (func (export "grow") (result i32) (memory.grow (i32.const 1)))
#|   (func $fill (export "fill") (param $at i32) (param $n i32) (param $v i32)
#|     (loop $next
#|       (i32.store8 (local.get $at) (local.get $v))
#|       (local.set $at (i32.add (local.get $at) (i32.const 1)))
#|       (local.set $v (i32.add (local.get $v) (i32.const 7)))
#|       (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
#|   (func $sum (export "sum") (param $at i32) (param $n i32) (result i32)
#|     (local $sum i32)
#|     (loop $next
#|       (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
#|       (local.set $at (i32.add (local.get $at) (i32.const 1)))
#|       (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
#|     (local.get $sum))
#|   (func (export "copy") (param $to i32) (param $from i32) (param $n i32)
#|     (loop $next
#|       (i64.store align=1 (local.get $to) (i64.load align=1 (local.get $from)))
#|       (local.set $to (i32.add (local.get $to) (i32.const 8)))
#|       (local.set $from (i32.add (local.get $from) (i32.const 8)))
#|       (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
#|   ;; A loop that calls: what is called moves what the loop looks into.
#|   (func (export "spread") (param $at i32) (param $step i32) (param $n i32)
#|     (result i32)
#|     (local $sum i32)
#|     (loop $next
#|       (i32.store8 (local.get $at) (local.get $n))
#|       (call $fill (i32.add (local.get $at) (i32.const 1)) (i32.const 40)
#|         (local.get $n))
#|       (local.set $sum (i32.add (local.get $sum)
#|         (i32.load8_u (local.get $at))))
#|       (local.set $sum (i32.add (local.get $sum)
#|         (call $sum (local.get $at) (i32.const 41))))
#|       (local.set $at (i32.add (local.get $at) (local.get $step)))
#|       (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
#|     (i32.add (local.get $sum) (i32.load8_u (i32.const 1027)))))
#: params.wat --memory=lean
#| (module
#|   (memory (export "memory") 2)
#|   (func (export "grow") (result i32) (memory.grow (i32.const 1)))
#|   (func (export "triangle") (param $n i32) (result i32)
#|     (local $at i32)
#|     (local.get $n) (i32.const 0)
#|     (loop $next (param i32 i32) (result i32)
#|       (local.set $at) (local.set $n)
#|       (i32.store (local.get $at)
#|         (i32.add (i32.load (local.get $at)) (local.get $n)))
#|       (i32.sub (local.get $n) (i32.const 1)) (local.get $at)
#|       (br_if $next (local.get $n))
#|       (drop))
#|     (i32.add (i32.load (local.get $at)))))
#: fixed.wat --memory=lean
#| (module
#|   (memory (export "memory") 1)
#|   (global $sp (mut i32) (i32.const 2048))
#|   (export "__stack_pointer" (global $sp))
#|   (func (export "count") (param $n i32) (result i32)
#|     (local $i i32) (local $sum i32)
#|     (loop $next
#|       (i32.store offset=2048 (i32.shl (local.get $i) (i32.const 2))
#|         (local.get $i))
#|       (i32.store offset=20000 (i32.shl (local.get $i) (i32.const 2))
#|         (i32.load offset=2048 (i32.shl (local.get $i) (i32.const 2))))
#|       (br_if $next (i32.lt_u
#|         (local.tee $i (i32.add (local.get $i) (i32.const 1)))
#|         (local.get $n))))
#|     (loop $again
#|       (local.set $i (i32.sub (local.get $i) (i32.const 1)))
#|       (local.set $sum (i32.add (local.get $sum)
#|         (i32.load offset=20000 (i32.shl (local.get $i) (i32.const 2)))))
#|       (br_if $again (local.get $i)))
#|     (local.get $sum)))
#: also -O2
#: also -Oz
import gc
from check import equal, fails
import app
import fixed
import params

FAR = 131072 + 40
model = {}


def put(at, value):
    piece = at >> 8
    if piece not in model:
        model[piece] = bytearray(256)
    model[piece][at & 255] = value


def get(at):
    piece = model.get(at >> 8)
    return piece[at & 255] if piece else 0


def fill(at, count, value):
    app.fill(at, count, value)
    for i in range(count):
        put(at + i, (value + 7 * i) & 255)


def check(at, count):
    wanted = bytes(get(at + i) for i in range(count))
    equal(app.sum(at, count), sum(wanted))
    equal(bytes(app.memory[at:at + count]), wanted)


for i, letter in enumerate(b"abcdefgh"):
    put(1024 + i, letter)

for turn in range(4):
    for at, count in ((1032, 100), (FAR, 300), (900, 60), (FAR + 300, 500),
                      (2000, 70), (FAR + 2000, 90), (1024, 3)):
        fill(at, count, turn + at)
        check(1000, 200)
        check(FAR - 10, 400)
        gc.collect()
    check(FAR, 2200)
    app.copy(FAR + 4000, FAR, 60)
    app.copy(3000, FAR + 100, 40)
    app.copy(FAR + 8, 1024, 20)
    for i in range(480):
        put(FAR + 4000 + i, get(FAR + i))
    for i in range(320):
        put(3000 + i, get(FAR + 100 + i))
    for i in range(160):
        put(FAR + 8 + i, get(1024 + i))
    check(FAR + 3990, 500)
    check(2990, 400)
    equal(app.grow(), 4 + turn)


def spread(at, step, n):
    total = 0
    while n:
        put(at, n)
        for i in range(40):
            put(at + 1 + i, (n + 7 * i) & 255)
        total += n + sum(get(at + i) for i in range(41))
        at += step
        n -= 1
    return total + get(1027)


for at, step in ((FAR + 9000, 41), (FAR + 9000, 100), (5000, 200), (5000, 90)):
    equal(app.spread(at, step, 30), spread(at, step, 30))
    check(at, 3000)
    check(1024, 900)

# A loop with parameters.
for i in range(3):
    equal(params.triangle(9), 45 * (i + 1) - 1)

# Variables above the stack, of which no segment tells.
for n in (3, 40, 700, 1500):
    equal(fixed.count(n), n * (n - 1) // 2)
fails(fixed.Trap, fixed.count, 12000)
fails(app.Trap, app.fill, 8 * 65536 - 5, 6, 1)
fails(app.Trap, app.sum, -5, 6)
