# The first trap of a function is the one that is seen, and every store before
# it is made, whatever the compiler did to the checks: removed, moved before a
# loop, or made one for several accesses.
#: each arch
#: needs 80k
#: app.wat --memory=exact
#| (module (memory (export "memory") 1)
#|   ;; Both fields of a structure: no trap between the loads.
#|   (func (export "fields") (param $p i32) (result i32)
#|     (i32.add (i32.load (local.get $p)) (i32.load offset=8 (local.get $p))))
#|   ;; A store between is made when the second field is outside.
#|   (func (export "store_between") (param $p i32) (result i32)
#|     (local $first i32)
#|     (local.set $first (i32.load (local.get $p)))
#|     (i32.store (i32.const 100) (i32.const 1))
#|     (i32.add (local.get $first) (i32.load offset=8 (local.get $p))))
#|   ;; Another trap between comes first.
#|   (func (export "divide_between") (param $p i32) (param $by i32) (result i32)
#|     (i32.add
#|       (i32.div_u (i32.load (local.get $p)) (local.get $by))
#|       (i32.load offset=8 (local.get $p))))
#|   ;; The second field is read on one way only, or on both.
#|   (func (export "one_way") (param $p i32) (param $way i32) (result i32)
#|     (i32.load (local.get $p))
#|     (if (result i32) (local.get $way)
#|       (then (i32.load offset=8 (local.get $p)))
#|       (else (i32.const 5)))
#|     i32.add)
#|   (func (export "both_ways") (param $p i32) (param $way i32) (result i32)
#|     (i32.load (local.get $p))
#|     (if (result i32) (local.get $way)
#|       (then (i32.load offset=8 (local.get $p)))
#|       (else (i32.load offset=4 (local.get $p))))
#|     i32.add)
#|   ;; Adds up words from p on that are not 0. The alignment is the same in
#|   ;; each round.
#|   (func (export "sum") (param $p i32) (result i32)
#|     (local $word i32) (local $sum i32)
#|     (loop $next
#|       (local.set $word (i32.load (local.get $p)))
#|       (local.set $p (i32.add (local.get $p) (i32.const 4)))
#|       (local.set $sum (i32.add (local.get $sum) (local.get $word)))
#|       (br_if $next (local.get $word)))
#|     (local.get $sum))
#|   ;; In each round a store, then a load that is the same in each round.
#|   (func (export "store_first") (param $p i32) (param $n i32)
#|     (loop $next
#|       (i32.store8 (local.get $n) (i32.const 7))
#|       (local.set $n (i32.sub (local.get $n) (i32.load (local.get $p))))
#|       (br_if $next (local.get $n))))
#|   ;; The load is the first thing in each round, but there may be no round.
#|   (func (export "no_round") (param $p i32) (param $n i32) (result i32)
#|     (block $done
#|       (loop $next
#|         (br_if $done (i32.eqz (local.get $n)))
#|         (local.set $n (i32.sub (local.get $n) (i32.load (local.get $p))))
#|         (br $next)))
#|     (local.get $n))
#|   ;; Follows a list, turning it round, to an end of 0.
#|   (func (export "reverse") (param $p i32) (result i32)
#|     (local $before i32) (local $next i32)
#|     (loop $more
#|       (local.set $next (i32.load (local.get $p)))
#|       (i32.store (local.get $p) (local.get $before))
#|       (local.set $before (local.get $p))
#|       (local.set $p (local.get $next))
#|       (br_if $more (local.get $p)))
#|     (local.get $before)))
import struct
from check import equal, raises
import app

OUTSIDE = "out of bounds memory access"
m = app.memory


def word(at):
    return struct.unpack_from("<I", m, at)[0]


def put(at, *words):
    struct.pack_into("<%dI" % len(words), m, at, *words)


def outside(function, *args):
    raises(app.Trap, OUTSIDE, function, *args)


put(16, 3, 4, 5)
put(65524, 1, 2, 4)
equal(app.fields(16), 8)
equal(app.fields(65524), 5)
outside(app.fields, 65528)
outside(app.fields, 65536)
outside(app.fields, -4)
outside(app.fields, 65533)  # both unaligned and outside
equal(app.fields(65523), 0x100 + 0x400)

equal(app.store_between(65524), 5)
equal(word(100), 1)
put(100, 0)
outside(app.store_between, 65528)
equal(word(100), 1)
put(100, 0)
outside(app.store_between, 65536)
equal(word(100), 0)

equal(app.divide_between(65524, 1), 5)
raises(app.Trap, "integer divide by zero", app.divide_between, 65528, 0)
outside(app.divide_between, 65528, 1)
outside(app.divide_between, 65536, 0)

equal(app.one_way(65528, 0), 7)
outside(app.one_way, 65528, 1)
outside(app.one_way, 65533, 0)
equal(app.both_ways(65524, 0), 3)
equal(app.both_ways(65524, 1), 5)
equal(app.both_ways(65528, 0), 6)
outside(app.both_ways, 65528, 1)
outside(app.both_ways, 65532, 0)

put(200, 1, 2, 3, 0)
equal(app.sum(200), 6)
outside(app.sum, 65524)
outside(app.sum, 65533)
outside(app.sum, -1)
put(300, 0x1000000, 2, 0, 0)
equal(app.sum(303), 0x200 + 1)

put(800, 1)
app.store_first(800, 500)
equal((m[500], m[499], m[1]), (7, 7, 7))
for n in range(490, 501):
    m[n] = 0
outside(app.store_first, 65536, 500)
equal((m[500], m[499]), (7, 0))
m[500] = 0
put(804, 500 << 8)
put(808, 0)
app.store_first(805, 500)
equal((m[500], m[499]), (7, 0))

equal(app.no_round(65536, 0), 0)
equal(app.no_round(65535, 0), 0)
outside(app.no_round, 65536, 1)
outside(app.no_round, 65533, 1)
equal(app.no_round(800, 10), 0)

put(600, 604, 608, 0)
equal(app.reverse(600), 608)
equal((word(600), word(604), word(608)), (0, 600, 604))
# The last element is nowhere: the others are turned round.
put(600, 604, 608, 65536)
outside(app.reverse, 600)
equal((word(600), word(604), word(608)), (0, 600, 604))
put(600, 604, 65533)
outside(app.reverse, 600)
equal((word(600), word(604)), (0, 600))
