# Casts: along chains of types that are longer than what is always in the display,
# between instances and between modules with equal types, of functions with
# subtypes. Made by wasm-as of binaryen from:
#
#     (module
#       (rec
#         (type $a (sub (struct (field i32))))
#         (type $b (sub $a (struct (field i32) (field (mut i32)))))
#         (type $c (sub $b (struct (field i32) (field (mut i32)))))
#         (type $d (sub $c (struct (field i32) (field (mut i32)))))
#         (type $e (sub $d (struct (field i32) (field (mut i32)))))
#         (type $f (sub final $e (struct (field i32) (field (mut i32)) (field f32)))))
#       (type $f1 (sub (func (param i32) (result anyref))))
#       (type $f2 (sub $f1 (func (param i32) (result (ref $a)))))
#       (type $other (struct (field i32)))
#       (import "env" "any" (func $env_any (param anyref) (result anyref)))
#       (table $t (export "t") 4 (ref null $f1))
#       (global $g (export "g") (mut (ref null $a)) (ref.null $a))
#       (elem declare func $make_f2)
#       (func $make_f2 (type $f2) (struct.new $a (local.get 0)))
#       (func (export "make") (param $i i32) (result anyref)
#         (block $0 (block $1 (block $2 (block $3 (block $4 (block $5
#           (br_table $0 $1 $2 $3 $4 $5 (local.get $i)))
#           (return (struct.new $f (i32.const 5) (i32.const 0) (f32.const 0))))
#           (return (struct.new $e (i32.const 4) (i32.const 0))))
#           (return (struct.new $d (i32.const 3) (i32.const 0))))
#           (return (struct.new $c (i32.const 2) (i32.const 0))))
#           (return (struct.new $b (i32.const 1) (i32.const 0))))
#         (struct.new $a (i32.const 0)))
#       ;; How many of the types it is of.
#       (func $depth (export "depth") (param $x eqref) (result i32)
#         (if (ref.test (ref $f) (local.get $x)) (then (return (i32.const 6))))
#         (if (ref.test (ref $e) (local.get $x)) (then (return (i32.const 5))))
#         (if (ref.test (ref $d) (local.get $x)) (then (return (i32.const 4))))
#         (if (ref.test (ref $c) (local.get $x)) (then (return (i32.const 3))))
#         (if (ref.test (ref $b) (local.get $x)) (then (return (i32.const 2))))
#         (if (ref.test (ref $a) (local.get $x)) (then (return (i32.const 1))))
#         (if (ref.test (ref $other) (local.get $x)) (then (return (i32.const 10))))
#         (if (ref.test (ref i31) (local.get $x)) (then (return (i32.const 20))))
#         (if (ref.test (ref array) (local.get $x)) (then (return (i32.const 30))))
#         (i32.const 0))
#       (func (export "sum") (param $x (ref null $a)) (result i32)
#         (block $not (result (ref null $a))
#           (return (i32.add (i32.const 100)
#             (struct.get $b 0 (br_on_cast_fail $not (ref null $a) (ref $b) (local.get $x))))))
#         (drop)
#         (block $is_null (return (struct.get $a 0 (br_on_null $is_null (local.get $x)))))
#         (i32.const -1))
#       (func (export "bump") (param $x (ref $a)) (result i32)
#         (struct.set $b 1 (ref.cast (ref $b) (local.get $x)) (i32.add (i32.const 1) (struct.get $b 1 (ref.cast (ref $b) (local.get $x)))))
#         (struct.get $b 1 (ref.cast (ref $b) (local.get $x))))
#       (func (export "get_f") (result (ref $f1)) (ref.func $make_f2))
#       (func (export "call_f") (param (ref $f1) i32) (result anyref) (call_ref $f1 (local.get 1) (local.get 0)))
#       (func (export "call_t") (param i32 i32) (result anyref) (call_indirect $t (type $f1) (local.get 1) (local.get 0)))
#       (func (export "is_f2") (param funcref) (result i32) (ref.test (ref $f2) (local.get 0)))
#       (func (export "is_f1") (param funcref) (result i32) (ref.test (ref $f1) (local.get 0)))
#       (func (export "through") (param anyref) (result i32) (call $depth (ref.cast eqref (call $env_any (local.get 0))))))
#: app.hex
#| 00 61 73 6d 01 00 00 00 01 83 01 0e 50 00 60 01 7f 01 6e 4e 06 50 00 5f
#| 01 7f 00 50 01 01 5f 02 7f 00 7f 01 50 01 02 5f 02 7f 00 7f 01 50 01 03
#| 5f 02 7f 00 7f 01 50 01 04 5f 02 7f 00 7f 01 4f 01 05 5f 03 7f 00 7f 01
#| 7d 00 50 01 00 60 01 7f 01 64 01 60 01 70 01 7f 60 01 6e 01 6e 60 01 7f
#| 01 6e 60 01 6d 01 7f 5f 01 7f 00 60 01 63 01 01 7f 60 01 64 01 01 7f 60
#| 00 01 64 00 60 02 64 00 7f 01 6e 60 02 7f 7f 01 6e 60 01 6e 01 7f 02 0b
#| 01 03 65 6e 76 03 61 6e 79 00 09 03 0c 0b 07 0a 0b 0d 0e 0f 10 11 08 08
#| 12 04 05 01 63 00 00 04 06 07 01 63 01 01 d0 71 0b 07 59 0c 01 74 01 00
#| 01 67 03 00 04 6d 61 6b 65 00 02 05 64 65 70 74 68 00 03 03 73 75 6d 00
#| 04 04 62 75 6d 70 00 05 05 67 65 74 5f 66 00 06 06 63 61 6c 6c 5f 66 00
#| 07 06 63 61 6c 6c 5f 74 00 08 05 69 73 5f 66 32 00 09 05 69 73 5f 66 31
#| 00 0a 07 74 68 72 6f 75 67 68 00 0b 09 05 01 03 00 01 01 0a be 02 0b 07
#| 00 20 00 fb 00 01 0b 50 00 02 40 02 40 02 40 02 40 02 40 02 40 20 00 0e
#| 05 05 04 03 02 01 00 0b 41 05 41 00 43 00 00 00 00 fb 00 06 0f 0b 41 04
#| 41 00 fb 00 05 0f 0b 41 03 41 00 fb 00 04 0f 0b 41 02 41 00 fb 00 03 0f
#| 0b 41 01 41 00 fb 00 02 0f 0b 41 00 fb 00 01 0b 67 00 20 00 fb 14 06 04
#| 40 41 06 0f 0b 20 00 fb 14 05 04 40 41 05 0f 0b 20 00 fb 14 04 04 40 41
#| 04 0f 0b 20 00 fb 14 03 04 40 41 03 0f 0b 20 00 fb 14 02 04 40 41 02 0f
#| 0b 20 00 fb 14 01 04 40 41 01 0f 0b 20 00 fb 14 0c 04 40 41 0a 0f 0b 20
#| 00 fb 14 6c 04 40 41 14 0f 0b 20 00 fb 14 6a 04 40 41 1e 0f 0b 41 00 0b
#| 26 00 02 63 01 41 e4 00 20 00 fb 19 01 00 01 02 fb 02 02 00 6a 0f 0b 1a
#| 02 40 20 00 d5 00 fb 02 01 00 0f 0b 41 7f 0b 20 00 20 00 fb 16 02 41 01
#| 20 00 fb 16 02 fb 02 02 01 6a fb 05 02 01 20 00 fb 16 02 fb 02 02 01 0b
#| 04 00 d2 01 0b 08 00 20 01 20 00 14 00 0b 09 00 20 01 20 00 11 00 00 0b
#| 07 00 20 00 fb 14 07 0b 07 00 20 00 fb 14 00 0b 0b 00 20 00 10 00 fb 17
#| 6d 10 03 0b
#: other.hex
#| 00 61 73 6d 01 00 00 00 01 83 01 0e 50 00 60 01 7f 01 6e 4e 06 50 00 5f
#| 01 7f 00 50 01 01 5f 02 7f 00 7f 01 50 01 02 5f 02 7f 00 7f 01 50 01 03
#| 5f 02 7f 00 7f 01 50 01 04 5f 02 7f 00 7f 01 4f 01 05 5f 03 7f 00 7f 01
#| 7d 00 50 01 00 60 01 7f 01 64 01 60 01 70 01 7f 60 01 6e 01 6e 60 01 7f
#| 01 6e 60 01 6d 01 7f 5f 01 7f 00 60 01 63 01 01 7f 60 01 64 01 01 7f 60
#| 00 01 64 00 60 02 64 00 7f 01 6e 60 02 7f 7f 01 6e 60 01 6e 01 7f 02 0b
#| 01 03 65 6e 76 03 61 6e 79 00 09 03 0c 0b 07 0a 0b 0d 0e 0f 10 11 08 08
#| 12 04 05 01 63 00 00 04 06 07 01 63 01 01 d0 71 0b 07 59 0c 01 74 01 00
#| 01 67 03 00 04 6d 61 6b 65 00 02 05 64 65 70 74 68 00 03 03 73 75 6d 00
#| 04 04 62 75 6d 70 00 05 05 67 65 74 5f 66 00 06 06 63 61 6c 6c 5f 66 00
#| 07 06 63 61 6c 6c 5f 74 00 08 05 69 73 5f 66 32 00 09 05 69 73 5f 66 31
#| 00 0a 07 74 68 72 6f 75 67 68 00 0b 09 05 01 03 00 01 01 0a be 02 0b 07
#| 00 20 00 fb 00 01 0b 50 00 02 40 02 40 02 40 02 40 02 40 02 40 20 00 0e
#| 05 05 04 03 02 01 00 0b 41 05 41 00 43 00 00 00 00 fb 00 06 0f 0b 41 04
#| 41 00 fb 00 05 0f 0b 41 03 41 00 fb 00 04 0f 0b 41 02 41 00 fb 00 03 0f
#| 0b 41 01 41 00 fb 00 02 0f 0b 41 00 fb 00 01 0b 67 00 20 00 fb 14 06 04
#| 40 41 06 0f 0b 20 00 fb 14 05 04 40 41 05 0f 0b 20 00 fb 14 04 04 40 41
#| 04 0f 0b 20 00 fb 14 03 04 40 41 03 0f 0b 20 00 fb 14 02 04 40 41 02 0f
#| 0b 20 00 fb 14 01 04 40 41 01 0f 0b 20 00 fb 14 0c 04 40 41 0a 0f 0b 20
#| 00 fb 14 6c 04 40 41 14 0f 0b 20 00 fb 14 6a 04 40 41 1e 0f 0b 41 00 0b
#| 26 00 02 63 01 41 e4 00 20 00 fb 19 01 00 01 02 fb 02 02 00 6a 0f 0b 1a
#| 02 40 20 00 d5 00 fb 02 01 00 0f 0b 41 7f 0b 20 00 20 00 fb 16 02 41 01
#| 20 00 fb 16 02 fb 02 02 01 6a fb 05 02 01 20 00 fb 16 02 fb 02 02 01 0b
#| 04 00 d2 01 0b 08 00 20 01 20 00 14 00 0b 09 00 20 01 20 00 11 00 00 0b
#| 07 00 20 00 fb 14 07 0b 07 00 20 00 fb 14 00 0b 0b 00 20 00 10 00 fb 17
#| 6d 10 03 0b
#: env.py
#| def any(x):
#|     return x
import gc
from check import equal, fails
import app
import other


def check(make, use):
    objects = [make.make(i) for i in range(6)]
    gc.collect()
    equal([use.depth(each) for each in objects], [1, 2, 3, 4, 5, 6])
    equal([use.through(each) for each in objects], [1, 2, 3, 4, 5, 6])
    equal([use.sum(each) for each in objects], [0, 101, 102, 103, 104, 105])
    fails(RuntimeError, use.bump, objects[0])
    equal([use.bump(each) for each in objects[1:]], [1] * 5)
    equal([make.bump(each) for each in objects[1:]], [2] * 5)
    use.g.value = objects[3]
    equal(use.g.value is objects[3], True)
    function = make.get_f()
    equal([use.is_f1(function), use.is_f2(function)], [1, 1])
    equal([use.is_f1(make.depth), use.is_f2(make.depth)], [0, 0])
    equal(use.depth(use.call_f(function, 7)), 1)
    use.t[1] = function
    equal(use.depth(use.call_t(1, 7)), 1)
    equal(function(8)[0], 8)
    fails(TypeError, use.call_f, make.depth, 1)
    fails(TypeError, put, use.t, 0, make.depth)


def put(target, index, value):
    target[index] = value


class env:
    @staticmethod
    def any(x):
        return x


# The types of objects are blocks of the heap, too. This one lies above what is
# then free, so that objects fill all places before it.
below = [(None,) * 14 for _ in range(400)]
app.make(0)
below = None
gc.collect()
objects = [app.make(0) for _ in range(3000)]
equal(set(app.depth(each) for each in objects), {1})
objects = None

instances = [app, app.instantiate({"env": env}), other]
for make in instances:
    for use in instances:
        check(make, use)
equal(app.depth(5), 20)
equal(app.depth(None), 0)
equal(app.sum(None), -1)
fails(TypeError, app.depth, "text")
fails(app.Trap, app.through, "text")
equal(app.through(None), 0)
