# --names=full: a trap tells which functions called each other, the innermost
# first, up to the export and from each import on.
#: needs 1000k
#: each arch
#: app.wat --memory=exact --names=full --no-instance
#| (module
#|   (import "env" "g" (func $g (param i32) (result i32)))
#|   (memory 1)
#|   (type $t (func (param i32) (result i32)))
#|   (table 2 funcref) (elem (i32.const 0) $leaf $recurse)
#|   (global $n (mut i32) (i32.const 0))
#|   (func $leaf (type $t) (i32.load (local.get 0)))
#|   (func $recurse (type $t)
#|     (if (result i32) (local.get 0)
#|       (then (i32.add (i32.const 1)
#|               (call $recurse (i32.sub (local.get 0) (i32.const 1)))))
#|       (else (i32.div_u (i32.const 1) (local.get 0)))))
#|   (func $endless (type $t)
#|     (i32.add (i32.const 1)
#|              (call $endless (i32.add (local.get 0) (i32.const 1)))))
#|   (func $choose (param i32 i32) (result i32)
#|     (i32.add (i32.const 1)
#|              (call_indirect (type $t) (local.get 0) (local.get 1))))
#|   (func $f (export "f") (param i32 i32) (result i32)
#|     (i32.add (i32.const 1) (call $choose (local.get 0) (local.get 1))))
#|   (func $deep (export "deep") (type $t)
#|     (i32.add (i32.const 1) (call $endless (local.get 0))))
#|   (func $ask (type $t) (i32.add (i32.const 1) (call $g (local.get 0))))
#|   (func $outer (export "outer") (type $t)
#|     (i32.add (global.get $n) (call $ask (local.get 0))))
#|   (func $many (param i32 i64 f64 i32 i64 f64 i32 i64 f64 i32 i64 f64)
#|     (result i32)
#|     (i32.add (i32.const 1) (call $recurse (local.get 9))))
#|   (func $arguments (export "arguments") (type $t)
#|     (i32.add (i32.const 1)
#|       (call $many (local.get 0) (i64.const 1) (f64.const 2)
#|         (local.get 0) (i64.const 1) (f64.const 2)
#|         (local.get 0) (i64.const 1) (f64.const 2)
#|         (local.get 0) (i64.const 1) (f64.const 2))))
#|   (func $last (export "last") (type $t)
#|     (call $choose (local.get 0) (i32.const 0)))
#|   (func $small (param i32) (unreachable))
#|   (func $inlined (param i32) (call $small (local.get 0)))
#|   (func $start (export "start") (param i32) (call $inlined (local.get 0))))
#: also -O0
#: also -O2
#: also -Oz
import gc

from check import equal, raises, trap
import app

DIVIDE = "integer divide by zero in recurse"
LOAD = "out of bounds memory access in leaf"


def called_by(*names):
    return "".join("\n  called by " + name for name in names)


def instantiate(function):
    return app.instantiate({"env": {"g": function}})


instance = instantiate(lambda x: instance.f(x, 0))
F = called_by("choose", "f") + "\n  from export f"
for _ in range(2):
    equal(trap(instance.f, -1, 0), LOAD + F)
    equal(trap(instance.f, 0, 1), DIVIDE + F)
    equal(trap(instance.f, 3, 1), DIVIDE + called_by(*["recurse"] * 3) + F)
    gc.collect()
equal(instance.f(8, 0), 2)

# What is not told of a deep recursion: all but the innermost and the last.
equal(trap(instance.f, 50, 1), DIVIDE + called_by(*["recurse"] * 8)
      + "\n  ..." + called_by("f") + "\n  from export f")
equal(trap(instance.f, 7, 1), DIVIDE + called_by(*["recurse"] * 7) + F)
text = trap(instance.deep, 0)
assert text.startswith("call stack exhausted in endless\n"
                       "  called by endless\n  called by endless\n"), text
assert text.endswith("\n  ...\n  called by deep\n  from export deep"), text
equal(trap(instance.deep, 0), text)

# From each import on, also through other instances and after a collection.
OUTER = ("\n  from import env.g" + called_by("ask", "outer")
         + "\n  from export outer")
equal(trap(instance.outer, -1), LOAD + F + OUTER)


def collect(x):
    gc.collect()
    return instance.outer(x)


equal(trap(instantiate(collect).outer, -1), LOAD + F + OUTER + OUTER)
# With no Python in between.
equal(trap(instantiate(instance.outer).outer, -1), LOAD + F + OUTER + OUTER)

# Parameters on the stack, and functions that were inlined.
equal(trap(instance.arguments, 2), DIVIDE
      + called_by("recurse", "recurse", "many", "arguments")
      + "\n  from export arguments")
# A call that is the last thing a function does.
equal(trap(instance.last, -1),
      LOAD + called_by("choose", "last") + "\n  from export last")
equal(trap(instance.start, 1), "unreachable in small"
      + called_by("inlined", "start") + "\n  from export start")


# Other exceptions are none of ours.
def fail(x):
    raise ValueError("no")


raises(ValueError, "no", instantiate(fail).outer, 1)
