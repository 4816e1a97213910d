# What is scheduled runs while a loop does, in loops of every kind and in
# recursion; it can call the module, and changes what the loop sees.
#: each arch
#: also -O2 --growable-memory
#: also -O0
#: also -Oz --memory=lean
#: app.wat --interruptible
#| (module
#|   (memory (export "memory") 1)
#|   (type $plain (func (param i32) (result i32)))
#|   (table funcref (elem $tree $other))
#|   (global $sp (mut i32) (i32.const 4096))
#|   (global $stop (export "stop") (mut i32) (i32.const 0))
#|   (func (export "set") (param i32) (i32.store (i32.const 16) (local.get 0)))
#|   (func (export "memory_loop") (result i32) (local i32)
#|     (loop $next
#|       (local.set 0 (i32.add (local.get 0) (i32.const 1)))
#|       (br_if $next (i32.eqz (i32.load (i32.const 16)))))
#|     (local.get 0))
#|   (func (export "global_loop") (result i32) (local i32)
#|     (loop $next
#|       (local.set 0 (i32.add (local.get 0) (i32.const 1)))
#|       (br_if $next (i32.eqz (global.get $stop))))
#|     (local.get 0))
#|   (func $leaf (param i32) (result i32) (local i32)
#|     (loop $next
#|       (local.set 1 (i32.add (local.get 1) (local.get 0)))
#|       (br_if $next
#|         (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
#|     (local.get 1))
#|   (func (export "call_loop") (local i32)
#|     (loop $next
#|       (drop (call $leaf (i32.const 10)))
#|       (br_if $next (i32.eqz (global.get $stop)))))
#|   (func (export "short_loops") (local i32)
#|     (loop $next
#|       (local.set 0 (i32.const 8))
#|       (loop $inner
#|         (i32.store8 (local.get 0) (i32.const 1))
#|         (br_if $inner
#|           (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
#|       (br_if $next (i32.eqz (global.get $stop)))))
#|   (func $tree (export "tree") (type $plain)
#|     (if (i32.or (global.get $stop) (i32.eqz (local.get 0)))
#|       (then (return (i32.const 1))))
#|     (i32.add (call $tree (i32.sub (local.get 0) (i32.const 1)))
#|              (call $tree (i32.sub (local.get 0) (i32.const 1)))))
#|   (func $other (export "table_tree") (type $plain)
#|     (if (i32.or (global.get $stop) (i32.eqz (local.get 0)))
#|       (then (return (i32.const 1))))
#|     (i32.add (call_indirect (type $plain)
#|                (i32.sub (local.get 0) (i32.const 1)) (i32.const 1))
#|              (call_indirect (type $plain)
#|                (i32.sub (local.get 0) (i32.const 1)) (i32.const 1))))
#|   (func (export "nest") (result i32) (local i32 i32 i32 i32)
#|     (loop $a
#|       (local.set 1 (i32.const 1024))
#|       (loop $b
#|         (local.set 2 (i32.const 1024))
#|         (loop $c
#|           (local.set 3 (i32.const 1024))
#|           (loop $d
#|             (local.set 0 (i32.xor (i32.rotl (local.get 0) (i32.const 1))
#|                                   (local.get 3)))
#|             (br_if $d
#|               (local.tee 3 (i32.sub (local.get 3) (i32.const 1)))))
#|           (if (global.get $stop) (then (return (i32.const 1))))
#|           (br_if $c (local.tee 2 (i32.sub (local.get 2) (i32.const 1)))))
#|         (br_if $b (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))
#|       (br_if $a (i32.or (local.get 0) (i32.const 1))))
#|     (local.get 0))
#|   ;; Ends in front of the end of memory, again and again.
#|   (func (export "search") (result i32) (local i32)
#|     (i32.store8 (i32.const 65535) (i32.const 1))
#|     (loop $again
#|       (local.set 0 (i32.const 60000))
#|       (loop $next
#|         (br_if $next (i32.eqz (i32.load8_u
#|           (local.tee 0 (i32.add (local.get 0) (i32.const 1)))))))
#|       (br_if $again (i32.eqz (global.get $stop))))
#|     (local.get 0))
#|   (tag $t)
#|   (func $throws (param i32)
#|     (loop $next
#|       (br_if $next (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
#|     (throw $t))
#|   (func (export "throw_loop") (param i32) (result i32)
#|     (loop $next
#|       (try (do (call $throws (i32.const 10))) (catch_all))
#|       (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
#|       (br_if $next (i32.and (i32.eqz (global.get $stop))
#|                             (i32.ne (local.get 0) (i32.const 0)))))
#|     (local.get 0))
#|   (func $tail (export "tail") (param i32) (result i32)
#|     (if (global.get $stop) (then (return (local.get 0))))
#|     (return_call $tail (i32.add (local.get 0) (i32.const 1)))))
import gc
import micropython
from check import equal
import app

calls = []


def stop(value):
    calls.append(value)
    gc.collect()
    # In the middle of a call of the same instance.
    app.set(value)
    app.stop.value = value


def run(function, *args):
    app.set(0)
    app.stop.value = 0
    before = len(calls)
    micropython.schedule(stop, 1)
    result = function(*args)
    equal(len(calls), before + 1)
    return result


assert run(app.memory_loop) > 0
assert run(app.global_loop) > 0
run(app.call_loop)
run(app.short_loops)
# 2 ** 40 calls to the end.
assert run(app.tree, 40) > 0
assert run(app.table_tree, 40) > 0
assert run(app.tail, 0) > 0
# A round counts where an exception ends what it calls, too.
assert run(app.throw_loop, 100000) > 90000
# 2 ** 40 rounds to the end, of which those within are all slices of their own.
assert run(app.nest) > 0
assert run(app.search) > 0
app.stop.value = 0
equal(app.tree(5), 32)
